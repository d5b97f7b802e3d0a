"""Every package has a licence that somebody allowed, and stands on the page."""

from tests.supply.licences import PAGE, main, not_allowed, page, problems
from tests.supply.lock import DEVELOPMENT, RUNTIME, pinned

ALLOWED = {"allowed": ["MIT"], "libraries": {"psycopg": "LGPL-3.0-only"}}


def test_every_package_of_the_locks_is_on_the_page_once():
    shown = [line.split(" | ")[0] for line in PAGE.read_text().splitlines()]
    for package in {package.name for lock in (RUNTIME, DEVELOPMENT) for package in pinned(lock)}:
        assert shown.count(f"| {package}") == 1, package


def test_a_package_that_is_missing_from_the_page_is_named():
    (said,) = problems("".join(line for line in page().splitlines(keepends=True) if "| gunicorn |" not in line))
    assert "make licences" in said
    assert "| gunicorn |" in said


def test_a_licence_that_is_not_allowed_is_refused_but_for_the_library_it_is_explained_for():
    refused = not_allowed({"a": "MIT", "psycopg": "LGPL-3.0-only", "b": "LGPL-3.0-only", "c": "AGPL-3.0"}, ALLOWED)
    assert [sentence.split()[0] for sentence in refused] == ["b", "c"]


def test_a_package_whose_licence_nobody_states_stops_the_page(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("tests.supply.licences.installed", dict)
    assert main([], tmp_path / "licences.md") == 1
    assert "[tool.licences.stated]" in capsys.readouterr().out
    assert not (tmp_path / "licences.md").exists()
