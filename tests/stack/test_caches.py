"""The two caches of nginx: who is asked how often, the right page under each address, an old one only on error."""

import gzip
import time
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

pytestmark = pytest.mark.stack
LEAGUE = "/indices/par-index/2020/provinces/"
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


def past_both_caches() -> None:
    """Until whatever is kept has to be asked for again."""
    time.sleep(5.1)


@pytest.mark.parametrize("encoding", OPENED)
def test_every_compression_is_the_same_page(stack, encoding):
    plain = stack.get(LEAGUE, {"Accept-Encoding": "identity"})
    packed = stack.get(LEAGUE, {"Accept-Encoding": encoding})
    assert packed.status == 200
    assert packed.headers.get("Content-Encoding", "identity") == encoding
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert OPENED[encoding](packed.body) == plain.body


def test_a_browser_that_refuses_a_compression_does_not_get_it(stack):
    answer = stack.get(LEAGUE, {"Accept-Encoding": "br;q=0, gzip;q=0.5"})
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("encoding", OPENED)
def test_who_has_the_page_is_told_so_through_every_compression(stack, encoding):
    compressed = {"Accept-Encoding": encoding}
    tag = stack.get(LEAGUE, compressed).headers["ETag"]
    for known in (tag, tag.removeprefix("W/")):
        for _kept_or_not in range(2):
            answer = stack.get(LEAGUE, compressed | {"If-None-Match": known})
            assert (answer.status, answer.body) == (304, b"")
    assert stack.get(LEAGUE, compressed | {"If-None-Match": '"another"'}).status == 200


def test_of_many_readers_of_a_new_page_one_asks_the_portal(stack, asked):
    path = "/provinces/quang-ninh/"
    with ThreadPoolExecutor(40) as readers:
        answers = list(readers.map(lambda _reader: stack.get(path), range(40)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert len(asked(path)) == 1


def test_while_many_read_a_page_it_is_made_once_and_then_only_asked_whether_it_stands(stack, asked):
    path, until = "/provinces/nghe-an/", time.monotonic() + 8

    def read(_reader: int) -> int:
        count = 0
        while time.monotonic() < until:
            assert stack.get(path).status == 200
            count += 1
        return count

    with ThreadPoolExecutor(8) as readers:
        read_in_all = sum(readers.map(read, range(8)))
    said = [line["answered"] for line in asked(path)]
    assert said.count("200") == 1
    assert set(said) <= {"200", "304"}
    assert len(said) < read_in_all / 5
    assert len(said) >= 2  # after two or three seconds it is asked again


def test_keys_that_no_page_knows_make_no_entry(stack, asked, kept, typed):
    stack.get(LEAGUE)
    before = kept(LEAGUE)
    answers = {stack.get(f"{LEAGUE}?utm_source={number}&{number}=x").body for number in range(200)}
    assert len(answers) == 1
    assert kept(LEAGUE) == before
    assert not typed("utm_source")
    assert len(asked(LEAGUE)) < 50


def test_the_order_of_keys_makes_no_entry(stack, kept):
    first = stack.get(f"{LEAGUE}?sort=name&region=dbscl")
    before = kept(LEAGUE)
    assert stack.get(f"{LEAGUE}?region=dbscl&x=1&sort=name").body == first.body
    assert kept(LEAGUE) == before


@pytest.mark.parametrize(
    "spelling",
    ["?SORT=name", "?%73ort=name", "?sort=score&sort=name", "?sort", "?sort=%6eame", "?xsort=name", "?sort=name;a"],
)
def test_another_spelling_of_a_key_changes_no_page_of_others(stack, spelling):
    """What the portal makes of an odd query is found under that query only."""
    default, by_name = stack.get(LEAGUE).body, stack.get(f"{LEAGUE}?sort=name").body
    assert default != by_name
    past_both_caches()
    odd = stack.get(LEAGUE + spelling)
    assert odd.status == 200
    assert odd.body == stack.portal(LEAGUE + spelling).body
    assert stack.get(LEAGUE).body == default
    assert stack.get(f"{LEAGUE}?sort=name").body == by_name


@pytest.mark.parametrize("path", ["/%70rovinces/ben-tre/", "//provinces/ben-tre/", "/x/../provinces/ben-tre/"])
def test_another_spelling_of_a_path_changes_no_page_of_others(stack, path):
    page = stack.get("/provinces/ben-tre/")
    past_both_caches()
    assert stack.get(path).status == stack.portal(path).status
    assert stack.get("/provinces/ben-tre/").body == page.body


def test_what_readers_type_fills_only_the_small_place(stack, kept, typed):
    for number in range(20):
        assert stack.get(f"/search/?q=typed-{number}").status == 200
    assert typed("typed-") == {f"/search/?q=typed-{number}" for number in range(20)}
    assert not kept("typed-")


def test_the_api_ignores_no_key_behind_nginx_either(stack):
    assert stack.get("/api/v1/units").status == 200
    assert stack.get("/api/v1/units?no_such_key=1").status == stack.portal("/api/v1/units?no_such_key=1").status != 200


def test_a_cookie_changes_no_public_page_and_is_not_handed_on(stack):
    page = stack.get(LEAGUE)
    with_cookie = stack.get(LEAGUE, {"Cookie": "sessionid=x; csrftoken=y"})
    assert with_cookie.body == page.body
    assert "Set-Cookie" not in with_cookie.headers
    assert "Cookie" not in with_cookie.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/admin/login/", "/en/admin/login/", "/%61dmin/login/", "/health/live"])
def test_officials_and_health_are_never_kept(stack, kept, typed, path):
    answers = [stack.get(path) for _time in range(2)]
    assert not any(answer.headers.get("X-Cache") for answer in answers)
    for words in ("dmin", "health"):
        assert not kept(words) | typed(words)


def test_while_no_service_answers_readers_get_the_last_page(stack, asked):
    page = stack.get(LEAGUE)
    assert page.status == 200
    stack.web.stop()
    try:
        past_both_caches()
        stale = stack.get(LEAGUE)
        assert (stale.status, stale.body) == (200, page.body)
        assert asked(LEAGUE)[-1]["cache"] == "STALE"
        tag = {"If-None-Match": page.headers["ETag"]}
        assert stack.get(LEAGUE, tag).status == 304
        away = stack.get("/glossary/?as_of=2021-01-01")
        assert away.status == 502
        assert away.headers["Retry-After"] == "30"
        assert "The portal is away for a moment" in away.text
        assert stack.get("/static/css/portal.css").status == 200
    finally:
        stack.web.start()
    past_both_caches()
    assert stack.get(LEAGUE).body == page.body
    assert asked(LEAGUE)[-1]["answered"] == "304"


def test_while_services_hang_readers_get_the_last_page(stack, asked):
    page = stack.get(LEAGUE)
    stack.web.freeze()
    try:
        past_both_caches()
        begun = time.monotonic()
        stale = stack.get(LEAGUE)
        assert time.monotonic() - begun < 25
        assert (stale.status, stale.body) == (200, page.body)
        assert asked(LEAGUE)[-1]["cache"] == "STALE"
    finally:
        stack.web.thaw()
    stack.web.complete()
