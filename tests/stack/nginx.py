"""nginx of the stack: the shipped configuration, with this stack's places in its marked lines."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.postgres import free_port

from .programs import Missing, Program, found

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
NAME = "portal.localhost"  # browsers take every name under localhost for this machine
MODULES = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")

# A second way in for programs that measure: the same places without TLS, as behind a load balancer that ends it.
PLAIN = """
server {{
    listen 127.0.0.1:{port} backlog=1024;
    server_name portal.localhost;
    include portal-locations.conf;
}}
"""


def rendered(text: str, said: Mapping[str, str]) -> str:
    """A shipped file with other words in it. Raises KeyError for words that it does not have."""
    for shipped, own in said.items():
        if shipped not in text:
            raise KeyError(f"deploy/nginx says nowhere: {shipped}")
        text = text.replace(shipped, own)
    return text


class Nginx(Program):
    """The server that readers reach, with a certificate that nobody else knows."""

    name = "nginx"

    def __init__(self, folder: Path, group: int, web_ports: Sequence[int], static: Path) -> None:
        super().__init__(folder / self.name, group)
        self.program = found("nginx", "nginx")
        if not MODULES.exists():
            packages = "libnginx-mod-http-brotli-filter libnginx-mod-http-brotli-static"
            raise Missing(f"The stack needs nginx's brotli. Install it (Debian, Ubuntu: apt install {packages}).")
        self.openssl = found("openssl", "openssl")
        self.folder.mkdir()
        self.https, self.http, self.plain, self.kept = (free_port() for _port in range(4))
        self.web_ports = web_ports
        self.static = static

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.https}"

    @property
    def plain_address(self) -> str:
        return f"http://127.0.0.1:{self.plain}"

    @property
    def trust(self) -> ssl.SSLContext:
        """What a client needs to believe the certificate."""
        return ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))

    @property
    def readers(self) -> Path:
        """A line of JSON for each request of a reader."""
        return self.folder / "readers.json"

    @property
    def asked(self) -> Path:
        """A line of JSON for each public page that a web service was asked for."""
        return self.folder / "services.json"

    def command(self) -> Sequence[str | Path]:
        return [self.program, "-c", self.folder / "nginx.conf", "-e", self.log, "-g", "daemon off;"]

    def answers(self) -> bool:
        return (self.folder / "nginx.pid").exists()

    def reload(self) -> None:
        """Read the configuration again; readers notice nothing."""
        subprocess.run([*self.command()[:-2], "-s", "reload"], check=True, capture_output=True)

    def check(self) -> subprocess.CompletedProcess[str]:
        """What nginx says of the configuration."""
        return subprocess.run([*self.command()[:-2], "-t"], check=False, capture_output=True, text=True)

    def forget(self) -> None:
        """Nothing is kept any more. Only while it does not run."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        (self.folder / "cache").mkdir()

    def make(self) -> None:
        """A certificate for a few days, and the shipped files with this stack's places in them."""
        self.certify()
        self.forget()
        cores = "worker_processes auto;"
        own = {
            "nginx.conf": {
                "user www-data;": "user www-data;" if os.geteuid() == 0 else "",
                "worker_rlimit_nofile 65536;": "",
                "pid /run/nginx.pid;": f"pid {self.folder}/nginx.pid;",
                "error_log /var/log/nginx/error.log warn;": f"error_log {self.log} warn;",
                cores: "worker_processes 2;",
                "include portal.conf;": "include portal.conf; include plain.conf;\n"
                + "".join(f"    {kind}_temp_path {self.folder}/temp_{kind};\n" for kind in TEMPORARY),
            },
            "portal.conf": self.places(),
            "portal-locations.conf": {
                "/var/log/nginx/portal-readers.log": str(self.readers),
                "/var/lib/reform-portal/static": str(self.static),
                "root /etc/nginx;": f"root {self.folder};",
            },
            "portal-proxy.conf": {},
            "portal-headers.conf": {},
            "portal-away.html": {},
            "portal-odd.html": {},
            "portal-too-large.html": {},
            "portal-too-many.html": {},
        }
        for name, said in own.items():
            (self.folder / name).write_text(rendered((SHIPPED / name).read_text(), said))
        (self.folder / "plain.conf").write_text(PLAIN.format(port=self.plain))
        for path in (self.folder, *self.folder.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)  # its workers are another account's
        if os.geteuid() == 0:
            shutil.chown(self.folder / "cache", "www-data")

    def places(self) -> dict[str, str]:
        """Ports and folders instead of those of an installation."""
        services = [
            re.sub(
                r"127\.0\.0\.1:\d+",
                f"127.0.0.1:{port}",
                "server 127.0.0.1:8001 max_fails=3 fail_timeout=1s max_conns=64;",
            )
            for port in self.web_ports
        ]
        return {
            "server 127.0.0.1:8001 max_fails=3 fail_timeout=1s max_conns=64;": "\n    ".join(services),
            "server 127.0.0.1:8002 max_fails=3 fail_timeout=1s max_conns=64;": "",
            "127.0.0.1:8009": f"127.0.0.1:{self.kept}",
            "/var/log/nginx/portal-services.log": str(self.asked),
            "/var/cache/reform-portal": str(self.folder / "cache"),
            "listen 80 default_server;": f"listen 127.0.0.1:{self.http} default_server;",
            "listen [::]:80 default_server;": "",
            "listen 443 ssl default_server;": f"listen 127.0.0.1:{self.https} ssl default_server;",
            "listen [::]:443 ssl default_server;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "https://portal.example.vn$request_uri": f"{self.address}$request_uri",
            "/etc/letsencrypt/live/portal.example.vn/fullchain.pem": str(self.folder / "certificate.pem"),
            "/etc/letsencrypt/live/portal.example.vn/privkey.pem": str(self.folder / "key.pem"),
            "portal.example.vn": NAME,
        }

    def certify(self) -> None:
        named = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "3")
        made = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *named)
        places = ("-out", self.folder / "certificate.pem", "-keyout", self.folder / "key.pem")
        subprocess.run([self.openssl, "req", *made, *places], check=True, capture_output=True)


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
