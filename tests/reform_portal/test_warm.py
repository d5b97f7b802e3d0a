"""What people ask for first is asked for before they come, and what fails is told."""

import http.server
import threading

import pytest
from django.core.management import CommandError, call_command

from indices.catalogue import current_catalogue
from reform_portal.warming import addresses, warmed

pytestmark = pytest.mark.django_db


def test_the_most_important_comes_first_in_both_languages():
    found = addresses(current_catalogue(), 300)
    assert found[:4] == ["/", "/en/", "/indices/", "/en/indices/"]
    assert len(set(found)) == len(found) == 300
    latest = max(current_catalogue().published_of("sipas"))
    tables = [path for path in found if path.startswith("/indices/sipas/2") and path.endswith("/provinces/")]
    assert tables[0] == f"/indices/sipas/{latest}/provinces/"
    assert found.index("/provinces/vinh-long/") < found.index("/en/provinces/vinh-long/") < 200
    assert not any("den-2025" in path for path in found[:150])
    assert len(addresses(current_catalogue(), 7)) == 7


@pytest.fixture
def portal():
    """A server that answers some addresses, and what it was asked."""
    asked = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(500 if self.path == "/en/" else 200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_every_address_is_asked_once_and_the_failures_are_named(portal, capsys):
    url, asked = portal
    with pytest.raises(CommandError, match="1 pages failed:\n/en/: 500"):
        call_command("warm", url=url, limit=20)
    assert sorted(asked) == sorted(addresses(current_catalogue(), 20))
    assert "19 of 20 pages in" in capsys.readouterr().out


def test_a_portal_that_is_not_there_fails_with_a_reason():
    (only,) = warmed(["/"], "http://127.0.0.1:9")
    assert not only.well
    assert "refused" in only.said


@pytest.mark.parametrize("options", [{"url": "portal.example.vn"}, {"url": ""}])
def test_what_cannot_be_warmed_is_said(options):
    with pytest.raises(CommandError):
        call_command("warm", **options)
