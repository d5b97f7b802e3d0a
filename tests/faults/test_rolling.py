"""A new version of the code is put in, service by service, while people read and an official works."""

import shutil
from pathlib import Path

import pytest

from tests.faults.databases import until
from tests.faults.load import Readers
from tests.stack.web import ROOT

pytestmark = pytest.mark.faults


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The portal's code in another folder, with another style: pages of it have other tags."""
    code = tmp_path / "next"
    for name in ("indices", "provinces", "reform_portal", "templates", "locale", "static", "docs", "deploy"):
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, code / name)
    with (code / "static" / "css" / "portal.css").open("a") as style:
        style.write("\n/* the next version */\n")
    return code


def test_no_request_fails_while_the_next_version_is_put_in(portal, next_version, monkeypatch):
    """Every request is answered, by the old or the new version; afterwards only the new one answers, and an official
    who was signed in still is."""
    stack, official = portal.stack, portal.official()
    tag = stack.get("/").headers["ETag"]
    with Readers(stack) as readers:
        for service in stack.web.services:
            command = [*service.command()[:-2], "--chdir", next_version]
            monkeypatch.setattr(service, "command", lambda command=command: command)
            service.restart()
            assert official.get("/admin/").status == 200
        assert until(lambda: stack.get("/").headers["ETag"] != tag, 10)
    assert readers.failed == []
    assert len(readers.requests) > 100
    assert {stack.get("/").headers["ETag"] for _time in range(10)} != {tag}
    assert official.get("/admin/").status == 200
    monkeypatch.undo()
    stack.web.roll()
