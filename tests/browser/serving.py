"""A portal in a process of its own: the opening content and what it lacks, compressed as by a web server in front."""

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")


@contextmanager
def portal() -> Iterator[str]:
    """The address of a portal that is there until the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{Path(folder) / 'portal.sqlite3'}", "DATA_DIR": folder}
        command = [sys.executable, "-m", "tests.browser.serving"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                raise RuntimeError("The portal did not start; its own message stands above.")
            try:
                yield address
            finally:
                process.terminate()


def invent() -> None:
    """States that the opening content does not have: a withdrawn, a corrected and a doubted year, a goal of many
    units, communes that reported, a second release."""
    from django.contrib.auth import get_user_model

    from indices.models import Adoption, Correction, Edition, Indicator, Result, Snapshot, UnderReview
    from indices.open_data.releases import cut
    from provinces.models import ListedCommune, Source
    from tests.bench.progress import invent_reports

    users = get_user_model().objects
    editor, publisher, other = (users.create_user(name) for name in ("bien-tap", "phe-duyet", "phe-duyet-2"))
    public = Edition.objects.published().filter(index__code="pci")
    withdrawn = public.get(year=2008)
    proposal = withdrawn.propose_withdrawal(publisher, "Thử.", "Số liệu được thu hồi để kiểm tra lại toàn bộ bảng.")
    withdrawn.confirm(proposal, other)
    index = public.get(year=2011).index
    draft = Edition.open_draft(index, 2011, by=editor)
    result = Result.objects.filter(edition=draft, score__isnull=False).order_by("pk")[0]
    was = result.score_text
    Result.objects.filter(pk=result.pk).update(score="59.99", score_text="59.99")
    reason = "Gõ nhầm hai chữ số khi nhập bảng từ báo cáo của cơ quan công bố."
    correction = Correction.objects.create(edition=draft, kind="correction", reason_vi=reason, by=editor)
    correction.figures.create(unit=result.unit, what="điểm", old=was.replace(".", ","), new="59,99")
    draft.submit(editor)
    draft.approve(publisher)
    UnderReview.objects.create(index=index, year=2012, by=publisher)
    invent_reports()
    Snapshot.objects.filter(unit__slug="ben-tre", as_of__year__gt=2021).delete()  # the article's bound stays the last
    copies, source = (
        Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu"),
        Source.objects.get(code="bao-hoang-lam-2021"),
    )
    listed = ListedCommune.objects.filter(commune_list__as_of=date(2021, 11, 1), commune__parent__code="83")
    for number, row in enumerate(listed.order_by("commune__code")[:40]):
        began = date(2021, 3, 1 + number % 28) if number % 4 else None
        Adoption.objects.create(
            indicator=copies, unit=row.commune, offers=bool(number % 4), began_on=began, as_of=date(2021, 6, 24),
            source=source,
        )  # fmt: skip
    cut()


def in_front(application: Callable[..., Any]) -> Callable[..., Any]:
    """The application as a web server hands it on: compressed."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        said: list[Any] = []
        body = b"".join(application(environ, lambda status, headers, _error=None: said.extend((status, headers))))
        status, headers = said
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        if kind.startswith(COMPRESSED) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = gzip.compress(body, compresslevel=6)
            kept.append(("Content-Encoding", "gzip"))
        start_response(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    return answer


def main() -> None:
    """Fill the database and serve until the process is ended; the address is printed once."""
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Silent(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """A test says itself what it asked."""

    application = in_front(get_wsgi_application())
    call_command("migrate", verbosity=0)
    call_command("load_published", verbosity=0)
    invent()
    with ThreadedWSGIServer(("127.0.0.1", 0), Silent) as server:
        server.set_app(application)
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
