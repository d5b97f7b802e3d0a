"""Public pages are made from one database each: the replica while it is fit, the primary otherwise, and what is kept of
the last state where neither answers."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from provinces.models import Source
from provinces.reading import PRIMARY, REPLICA, read_from, source, stay_with_primary

pytestmark = pytest.mark.django_db
PAGE = "/indices/sipas/2020/provinces/"
PAPER = "/sources/bao-hoang-lam-2021/"


def retitle(article: Source) -> None:
    Source.objects.filter(pk=article.pk).update(title="Nhan đề khác")


def shows_change(answer) -> bool:
    assert answer.status_code == 200
    return "Nhan đề khác" in answer.content.decode()


# --- which database ---


def test_public_pages_read_the_replica_and_officials_the_primary(client, admin_client, replica, article):
    retitle(article)
    assert not shows_change(client.get(PAPER))
    assert shows_change(admin_client.get(f"/admin/provinces/source/{article.pk}/change/"))
    assert source() == PRIMARY


def test_without_a_replica_everything_is_read_from_the_primary(client, article):
    retitle(article)
    assert shows_change(client.get(PAPER))


def test_who_has_written_or_opened_a_transaction_reads_the_primary(article):
    with read_from(REPLICA):
        assert Source.objects.all().db == REPLICA
        with transaction.atomic():
            assert Source.objects.all().db == PRIMARY
        assert Source.objects.all().db == REPLICA
        Source.objects.filter(pk=article.pk).update(title="x")
        assert Source.objects.all().db == PRIMARY
    with read_from(REPLICA):
        assert source() == REPLICA
        stay_with_primary()
        assert source() == PRIMARY


def test_a_file_that_is_written_while_it_is_sent_goes_on_reading_the_replica(client, replica, article):
    retitle(article)
    answer = client.get("/data/sources.csv")
    assert answer.streaming
    assert "Nhan đề khác" not in b"".join(answer.streaming_content).decode()


# --- one state, never mixed ---


@pytest.mark.parametrize("path", ["/", PAGE, PAPER, f"{PAGE.rstrip('/')}.csv"])
def test_a_page_of_a_replica_that_is_behind_is_never_kept_under_the_stamp_of_the_primary(
    client, replica, lag, article, path
):
    retitle(article)
    old = client.get(path)
    lag["replayed"] = 1
    new = client.get(path)
    assert new["ETag"] != old["ETag"]
    lag["replayed"] = 100
    again = client.get(path)
    assert (again["ETag"], again.content) == (old["ETag"], old.content)
    assert client.get(path, headers={"If-None-Match": old["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-None-Match": new["ETag"]}).status_code == 200


def test_what_is_kept_in_memory_is_kept_for_each_database(client, replica, lag, article):
    retitle(article)
    pages = []
    for replayed in (100, 1, 100, 1):
        lag["replayed"] = replayed
        pages.append(shows_change(client.get(PAPER)))
    assert pages == [False, True, False, True]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_replica_that_fails_in_the_middle_of_a_page_has_it_made_again_as_a_whole(
    client, replica, choice, away, article, caplog, after
):
    retitle(article)
    away(REPLICA, after)
    answer = client.get(PAPER)
    assert shows_change(answer)
    assert choice.in_order()[0] == PRIMARY, "it is left for a while"
    assert len([record for record in caplog.records if "replica database failed" in record.message]) == 1
    assert shows_change(client.get(PAPER))
    assert client.get(PAPER, headers={"If-None-Match": answer["ETag"]}).status_code == 304


# --- nobody answers ---


def test_public_pages_go_on_from_the_replica_while_the_primary_is_away(client, replica, away):
    away(PRIMARY)
    for path in ("/", PAGE, "/data/releases/", "/search/?q=ben+tre"):
        assert client.get(path).status_code == 200, path


def test_what_is_kept_of_the_last_state_is_handed_out_while_no_database_answers(client, replica, away):
    kept = client.get(PAGE)
    away(PRIMARY)
    away(REPLICA)
    answer = client.get(PAGE)
    assert (answer.status_code, answer.content, answer["ETag"]) == (200, kept.content, kept["ETag"])
    assert "stale-if-error" in answer["Cache-Control"]
    assert client.get(PAGE, headers={"If-None-Match": kept["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/", "/en/", "/search/?q=hue", "/provinces/ben-tre.csv", "/data/releases/1.zip"])
def test_what_cannot_be_made_says_so_in_both_languages_and_when_to_ask_again(client, away, settings, path):
    away(PRIMARY)
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(settings.RETRY_AFTER_SECONDS)
    assert answer["Cache-Control"] == "no-store"
    words = answer.content.decode()
    assert "Chưa đọc được dữ liệu" in words
    assert "The data cannot be reached" in words
    assert "ETag" not in answer


def test_the_api_answers_with_a_problem_document(client, away):
    away(PRIMARY)
    answer = client.get("/api/v1/results")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("unavailable")
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/admin/", "/en/admin/login/"])
def test_officials_are_told_so_and_that_what_they_sent_may_not_be_stored(client, away, method, path):
    away(PRIMARY)
    answer = getattr(client, method)(path)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert ("may not have been stored" in answer.content.decode()) == (method == "post")


def test_a_page_whose_minute_comes_while_no_database_answers_is_not_handed_out_as_it_was(
    client, away, sipas_2020, editor, approver
):
    draft = sipas_2020.copy_as_draft()
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(minutes=1))
    client.get(PAGE)
    away(PRIMARY)
    assert client.get(PAGE).status_code == 200
    with time_machine.travel(draft.publish_at):
        assert client.get(PAGE).status_code == 503


def test_what_was_kept_too_long_ago_is_not_handed_out(client, away, settings):
    client.get(PAGE)
    away(PRIMARY)
    settings.LAST_STATE_SECONDS = -1
    assert client.get(PAGE).status_code == 503


def test_a_fault_of_a_question_is_no_fault_of_the_database(client, monkeypatch, choice):
    def asks_for_nothing(*_args, **_kwargs):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nothing_at_all")

    monkeypatch.setattr("reform_portal.views.HttpResponse", asks_for_nothing)
    client.raise_request_exception = False
    assert client.get("/robots.txt").status_code == 500
    assert choice.left_until[PRIMARY] == 0, "it is not left"
