"""The drill: a portal in use is backed up, restored into an empty database, and is the same portal."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client

from indices.models import Edition, Result
from provinces.models import DataStamp, ImportRun
from provinces.sheets.confirming import preview, store, upload
from provinces.sheets.journal import undo
from reform_portal.backups.content import content_of, differences
from reform_portal.backups.restoring import Restoration
from reform_portal.backups.writing import back_up
from tests.provinces.sheets.workbooks import xlsx
from tests.reform_portal.backups.databases import as_default, connection_to, empty_database

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/", "/en/", "/indices/sipas/2020/provinces/", "/indices/sipas/2020/provinces.csv", "/provinces/ben-tre/",
    "/en/provinces/ben-tre/2020/bulletin/", "/targets/", "/communes/?q=27001", "/data/releases/1.zip",
)  # fmt: skip
HEADER = ["Tỉnh, thành phố", "Chỉ số SIPAS (%)", "Xếp hạng"]
UNITS = ("Cà Mau", "Bạc Liêu", "Bến Tre")


def imported(user, score: float) -> ImportRun:
    """A sheet that gives three provinces one score, in a draft of SIPAS 2020."""
    content = xlsx([HEADER, *([unit, score, 20 + place] for place, unit in enumerate(UNITS))])
    context = {"edition": "sipas:2020", "unit_kind": "", "source": "bao-hoang-lam-2021"}
    run = preview(upload("results", content, "bang.xlsx", context, user)).run
    store(run.pk, user)
    return ImportRun.objects.get(pk=run.pk)


def pages() -> dict[str, bytes]:
    cache.clear()
    answers = {address: Client().get(address) for address in ADDRESSES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: b"".join(answer) for address, answer in answers.items()}


def rows_of(connection) -> dict[str, list[str]]:
    """Every row of every table, as the database itself gives them."""
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found[name] = sorted(
                repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
                for row in cursor.fetchall()
            )
        return found


def test_a_portal_in_use_comes_back_as_it_was(portal, editor, tmp_path):
    run = imported(editor, 87.4)
    official = get_user_model().objects.create_user("official", password="mot-mat-khau-dai")
    client = Client()
    client.force_login(official)
    assert Session.objects.exists()
    public, rows, stamps = pages(), rows_of(portal), DataStamp.current()

    written = back_up(tmp_path / "backups", verify=True)
    with empty_database(tmp_path) as again:
        Restoration.of(written.backup, again).carry_out()
        with as_default(connections[again]):
            after = rows_of(connections["default"])
            for table in rows.keys() - {"django_session", "provinces_datastamp"}:
                assert after[table] == rows[table], table
            assert after.keys() == rows.keys()
            assert not Session.objects.exists(), "who was signed in then is not signed in now"
            assert not set(DataStamp.current()) & set(stamps), "nothing that was kept before is shown again"
            assert pages() == public
            assert get_user_model().objects.get(username="official").check_password("mot-mat-khau-dai")

            restored = ImportRun.objects.get(pk=run.pk)
            assert bytes(restored.content) == bytes(run.content), "the file that came in"
            draft = Edition.objects.get(index__code="sipas", year=2020, state="draft")
            assert draft.results.filter(unit__slug="ca-mau-den-2025").exists()
            undo(run.pk, get_user_model().objects.get(username="editor"))
            assert not Result.objects.filter(edition=draft.pk, unit__slug="ca-mau-den-2025").exists()


def test_new_rows_after_a_restore_do_not_take_numbers_that_are_in_use(portal, tmp_path):
    users = get_user_model().objects
    last = users.create_user("before")
    written = back_up(tmp_path / "backups")
    with empty_database(tmp_path) as again:
        Restoration.of(written.backup, again).carry_out()
        with as_default(connections[again]):
            assert users.create_user("after").pk > last.pk


def test_a_backup_made_during_imports_holds_each_of_them_whole_or_not_at_all(portal, editor, tmp_path):
    """Each import gives three provinces one score; in a backup all three have it, and it is that of its last run."""
    imported(editor, 50)
    name, one_more, ended, failures = portal.settings_dict["NAME"], threading.Event(), threading.Event(), []

    def import_on():
        connection = connection_to(name, "default")
        try:
            with as_default(connection):
                score = 50
                while not ended.is_set():
                    score += 1
                    imported(editor, score)
                    one_more.set()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=import_on)
    thread.start()
    seen = set()
    try:
        for number in range(2):
            one_more.clear()
            assert one_more.wait(timeout=60)
            written = back_up(tmp_path / f"backups-{number}", verify=True)
            with empty_database(tmp_path) as again:
                Restoration.of(written.backup, again).carry_out()
                runs = ImportRun.objects.using(again).filter(user__username="editor", state="stored").count()
                scores = set(
                    Result.objects.using(again)
                    .filter(edition__state="draft", edition__index__code="sipas", edition__year=2020)
                    .filter(unit__slug__in=["ca-mau-den-2025", "bac-lieu", "ben-tre"])
                    .values_list("score_text", flat=True)
                )
                assert scores == {str(49 + runs)}
                seen |= scores
    finally:
        ended.set()
        thread.join()
    assert not failures
    assert len(seen) > 1, "something was imported between the backups"


def test_an_old_backup_is_restored_and_migrated_to_the_code_of_today(portal, tmp_path):
    now = content_of("default")
    call_command("migrate", "indices", "0008", verbosity=0)
    written = back_up(tmp_path / "backups")
    assert "indices_release" not in written.manifest.tables
    with empty_database(tmp_path) as again:
        restoration = Restoration.of(written.backup, again)
        assert restoration.to_migrate == ["indices.0009_releases"]
        restoration.carry_out()
        with as_default(connections[again]):
            call_command("migrate", verbosity=0)
            changed = {line.split(":")[0] for line in differences(now, content_of("default"))}
            # The releases went with the old state; everything else is there.
            assert changed == {
                "indices_release", "indices_releasearchive", "provinces_datastamp", "django_migrations",
                "django_content_type", "auth_permission", "auth_group_permissions",
            } & changed  # fmt: skip
            assert {"indices_release"} <= changed
            assert "indices_result" not in changed
            assert Client().get("/indices/sipas/2020/provinces/").status_code == 200
