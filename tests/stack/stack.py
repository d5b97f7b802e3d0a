"""All programs of the recipe, started in order and gone at the end, whatever happens in between."""

import http.client
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from secrets import token_urlsafe
from types import TracebackType

from tests.postgres import ENDINGS, held_back

from .answers import Answer, Line, asked
from .guard import Guard
from .nginx import NAME, Nginx
from .postgres import Primary, Replica
from .redis import Redis
from .web import ROOT, Web


class Stack:
    """The recipe while the block lasts.

    `services`: how many web services. `settings`: more of the portal's environment. `say`: is told what is being done.
    """

    def __init__(
        self,
        services: int = 2,
        settings: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda _words: None,
    ) -> None:
        self.services = services
        self.own_settings = dict(settings or {})
        self.say = say
        self.password = ""

    def __enter__(self) -> "Stack":
        with held_back(ENDINGS):
            self.folder = Path(tempfile.mkdtemp(prefix="portal-stack-"))
            self.guard = Guard(self.folder)
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def start(self) -> None:
        """From nothing to the first page."""
        self.folder.chmod(0o755)  # PostgreSQL and nginx's workers are other accounts
        group = self.guard.group
        self.primary = Primary(self.folder, group)
        self.replica = Replica(self.folder, group, self.primary)
        self.redis = Redis(self.folder, group)
        self.web = Web(self.folder, group, {}, self.services)
        self.nginx = Nginx(self.folder, group, self.web.ports, self.folder / "data" / "static")
        self.web.told.update(self.settings())
        (self.folder / "data").mkdir()
        self.say("PostgreSQL")
        self.primary.make()
        self.say("a replica of it")
        self.replica.make()
        self.say("Redis")
        self.redis.start()
        self.say("the tables, the opening content and the style")
        self.manage("migrate", "-v0")
        self.manage("load_published", "-v0")
        self.manage("collectstatic", "--noinput", "-v0")
        self.password = self.make_login()
        self.replica.catch_up()
        self.say("the web services")
        self.web.start()
        self.say("nginx")
        self.nginx.make()
        self.nginx.start()

    def end(self) -> None:
        """Everything ends, readers first, and nothing is left."""
        with held_back(ENDINGS):
            for name in ("nginx", "web", "redis", "replica", "primary"):
                if part := getattr(self, name, None):
                    part.discard()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.guard.dismiss()

    def settings(self) -> dict[str, str]:
        """The environment of every process of the portal: that of an installation, and nothing of a developer's."""
        system = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return (
            system
            | {
                "DJANGO_SETTINGS_MODULE": "reform_portal.settings",
                "SECRET_KEY": token_urlsafe(50),
                "DEBUG": "off",
                "SITE_URL": self.nginx.address,
                "ALLOWED_HOSTS": NAME,
                "CSRF_TRUSTED_ORIGINS": self.nginx.address,
                "SITE_OWNER": "Stack",
                "CONTACT_EMAIL": "office@portal.localhost",
                "EMAIL_URL": "smtp+tls://127.0.0.1:9",
                "TRUSTED_PROXIES": "127.0.0.1",
                "METRICS_TOKEN": token_urlsafe(20),
                "DATA_DIR": str(self.folder / "data"),
                "DATABASE_URL": self.primary.url,
                "REPLICA_URL": self.replica.url,
                "CACHE_URL": self.redis.url,
            }
            | self.own_settings
        )

    def manage(self, *arguments: str, said: str = "") -> str:
        """The output of a command of manage.py, whose input is `said`. Raises RuntimeError with its words."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command,
            env=self.web.told,
            cwd=ROOT,
            input=said,
            capture_output=True,
            text=True,
            process_group=self.guard.group,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)}:\n{done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def make_login(self) -> str:
        """An account `admin` and its password, which is known to whoever started the stack."""
        password = token_urlsafe(12)
        made = "import sys; from django.contrib.auth import get_user_model as users\n"
        made += "users().objects.create_superuser('admin', password=sys.stdin.read())"
        self.manage("shell", "--no-imports", "-c", made, said=password)
        return password

    def line(self, source: str = "127.0.0.1") -> Line:
        """A reader's connection, to be closed; `source` is one of this machine's loopback addresses."""
        return Line(NAME, self.nginx.https, self.nginx.trust, source)

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        body: bytes | None = None,
        source: str = "127.0.0.1",
    ) -> Answer:
        """What a reader gets through nginx, over TLS; redirects are not followed."""
        with closing(self.line(source)) as line:
            return asked(line, method, path, headers or {}, body)

    def portal(self, path: str) -> Answer:
        """What the first web service says when nothing is in between."""
        line = http.client.HTTPConnection("127.0.0.1", self.web.ports[0], timeout=30)
        with closing(line):
            return asked(line, "GET", path, {"Host": NAME, "X-Forwarded-Proto": "https"}, None)
