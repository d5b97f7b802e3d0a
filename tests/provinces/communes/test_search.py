"""A reader's words find the commune that is meant, however they are written, and never raise."""

from datetime import date

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from provinces.communes import Asked, search
from provinces.models import Succession, Unit, UnitName
from provinces.registry import Registry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)
TYPED = st.one_of(st.text(max_size=200), st.text("aăâđeêiơưxphườngãq019 ,.;%_'\\\0-<>", max_size=120))


@pytest.fixture
def ask(db):
    registry = Registry()
    return lambda text, today=TODAY: search(Asked.read(text), registry, today)


def shown(found) -> list[tuple[str, str, str]]:
    return [(one.commune.name, one.commune.district, one.commune.code) for one in found.communes]


@pytest.mark.parametrize(
    "text",
    [
        "an hiep ba tri",
        "An Hiệp, Ba Tri",
        "xã An Hiệp, huyện Ba Tri, Bến Tre",
        "phường an hiệp ba tri",
        "AN HIỆP HUYỆN BA TRI TỈNH BẾN TRE",
        "Ba Tri, An Hiệp",
        "ba tri an hiep ben tre",
        "An Hiệp\u00a0–\u00a0Ba Tri",
        "UBND xã An Hiệp Ba Tri có sao y điện tử chưa?",
        "chứng thực bản sao điện tử ở xã An Hiệp, Ba Tri",
        "công chứng điện tử an hiep ba tri",
        "dịch vụ chứng thực bản sao điện tử từ bản chính xã An Hiệp, h. Ba Tri",
        "an hiệp, ba tri, bến tre, việt nam",
        "An Hiep Ba Tri VN",
        "29161",
        "ma 29161",
        "mã xã 29161",
        "Mã số: 29161",
    ],
)
def test_the_district_tells_two_communes_of_one_name_apart_however_it_is_written(ask, text):
    assert shown(ask(text)) == [("Xã An Hiệp", "Huyện Ba Tri", "29161")]


@pytest.mark.parametrize("text", ["an hiệp bến tre", "an hiep, vinh long", "Vĩnh Long An Hiệp"])
def test_the_province_is_understood_by_its_name_of_before_and_of_today(ask, text):
    assert {code for _name, _district, code in shown(ask(text))} == {"29158", "28855", "29161"}


def test_the_communes_of_today_come_before_those_that_ended(ask):
    ended = [one.commune.ended_by(TODAY) for one in ask("An Hiệp").communes]
    assert ended == sorted(ended)
    assert ended.count(False) == 1


def test_a_name_that_fits_whole_hides_those_that_only_begin_with_it(ask):
    assert {name for name, _district, _code in shown(ask("ba tri"))} == {"Xã Ba Tri", "Thị trấn Ba Tri"}


def test_the_beginning_or_a_part_of_a_name_finds_it_where_none_fits_whole(ask):
    assert ("Xã An Ngãi Tây", "Huyện Ba Tri", "29158") in shown(ask("an ngai t, ba tri"))
    assert {name for name, _district, _code in shown(ask("quoc tu gi"))} >= {"Phường Văn Miếu - Quốc Tử Giám"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("xã Xà Bang", "Xã Xà Bang"), ("xa bang", "Xã Xà Bang"), ("phuong phuong mai", "Phường Phương Mai")],
)
def test_a_name_whose_first_word_looks_like_a_type_is_found(ask, text, name):
    assert name in {found for found, _district, _code in shown(ask(text))}


@pytest.mark.parametrize(
    "text", ["Phường 1, Quận 3, TP.HCM", "p1 q3 tphcm", "p.01 q.3 hcm", "phuong 1 quan 3", "F.1 quan 3", "f1 q3"]
)
def test_numbered_wards_are_found_by_their_district(ask, text):
    found = shown(ask(text))
    assert found == [("Phường 01", "Quận 3", "27160")]


def test_a_code_finds_the_commune_of_before_and_that_of_today(ask):
    found = ask("28756")
    assert [one.commune.begins_on for one in found.communes] == [date(2025, 7, 1), date.min]
    today, ended = found.communes
    assert today.had_code_before == ended.commune
    assert ended.has_code_since == today.commune
    assert today.has_code_since is ended.had_code_before is None


def test_a_code_without_its_leading_zeros_is_understood(ask):
    assert shown(ask("0004")) == shown(ask("00004")) != []


def test_many_communes_of_one_name_are_cut_and_counted(ask):
    found = ask("tân thành")
    assert len(found.communes) == settings.COMMUNES_SHOWN
    assert found.more > 30
    assert [one.commune.name.split(" ", 1)[1] for one in found.communes[:5]] == ["Tân Thành"] * 5


def test_a_place_without_such_a_name_is_answered_with_the_others_of_that_name(ask):
    found = ask("An Hiệp, Hà Nội")
    assert found.elsewhere
    assert len(found.communes) == 7


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("An Hiêp Ba Trii", "Ba Trii"),
        ("an hiep, ben tre, xyz", "xyz"),
        ("số 5 đường Lê Lợi, xã An Hiệp, Ba Tri", "số 5 đường Lê Lợi"),
        ("Xã An Hiệp 99999", "99999"),
    ],
)
def test_words_that_were_not_understood_are_told_with_the_communes_whose_name_comes_first(ask, text, unread):
    found = ask(text)
    assert (found.alike.name, found.alike.unread, found.alike.missing) == ("An Hiệp", unread, "")
    assert not found.elsewhere
    assert {name for name, _district, _code in shown(found)} == {"Xã An Hiệp"}


@pytest.mark.parametrize("text", ["An Hiêp Ba Trii", "xyz An Hiệp, Ba Tri, Bến Tre"])
def test_of_those_the_one_comes_first_whose_district_is_nearest(ask, text):
    ended = [one.commune for one in ask(text).communes if one.commune.ended_by(TODAY)]
    assert ended[0].district == "Huyện Ba Tri"


@pytest.mark.parametrize(("text", "near"), [("an hieep ba tri", True), ("thi tran ba tri xyz", False)])
def test_a_name_that_may_only_say_where_is_answered_with_near_names_too(ask, text, near):
    found = ask(text)
    assert found.alike.name == "Ba Tri"
    assert ("An Hiệp, ba tri" in found.near) == near == bool(found.near)


def test_a_commune_that_is_not_there_is_no_other_of_its_place(ask):
    found = ask("phuong 1 ben tre")
    assert (found.alike.name, found.alike.missing) == ("Bến Tre", "Phường 1")


@pytest.mark.parametrize(
    ("text", "unread", "missing"),
    [
        ("P.1, TP Bến Tre", "", "Phường 1"),
        ("phuong 1 thanh pho ben tre, tinh ben tre", "", "Phường 1"),
        ("xyz tp ben tre", "xyz", ""),
    ],
)
def test_a_commune_that_is_not_in_its_district_is_answered_with_those_that_are(ask, text, unread, missing):
    found = ask(text)
    assert [one.name for one in found.districts] == ["Thành phố Bến Tre"]
    assert (found.alike.unread, found.alike.missing) == (unread, missing)
    assert {district for _name, district, _code in shown(found)} == {"Thành phố Bến Tre"}


@pytest.mark.parametrize(
    ("text", "district", "size"),
    [
        ("huyen ba tri", "Huyện Ba Tri", 23),
        ("H. Ba Tri, Vĩnh Long", "Huyện Ba Tri", 23),
        ("tx go cong", "Thị xã Gò Công", 12),
        ("Quận 03", "Quận 3", 12),
        ("huyen chau thanh ben tre", "Huyện Châu Thành", 21),
    ],
)
def test_a_district_alone_is_answered_with_its_communes(ask, text, district, size):
    found = ask(text)
    [named] = found.districts
    assert (named.name, named.listed_on) == (district, date(2021, 11, 1))
    assert {where for _name, where, _code in shown(found)} == {district}
    assert len(found.communes) + found.more == size


def test_the_communes_of_a_large_district_are_cut_and_counted(ask):
    found = ask("tp hue thua thien hue")
    assert (len(found.communes), found.more) == (settings.COMMUNES_SHOWN, 6)


def test_districts_of_one_name_are_told_apart_first(ask):
    found = ask("huyện châu thành")
    assert found.communes == ()
    assert len(found.districts) > 5
    assert len({one.province for one in found.districts}) == len(found.districts)


@pytest.mark.parametrize("text", ["phuong 3", "tinh ben tre", "xa", "huyen", "ben tre ba"])
def test_what_names_no_district_lists_none(ask, text):
    assert ask(text).districts == ()


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("an hieep", "An Hiệp"),
        ("Bến Trr", "Bến Tre"),
        ("an hieep, Ba Tri", "An Hiệp, Ba Tri"),
        ("huyen ba trii", "Huyện Ba Tri"),
    ],
)
def test_where_nothing_is_found_the_nearest_names_are_offered_and_found(ask, text, near):
    offered = ask(text).near
    assert offered[0] == near
    again = ask(near)
    assert again.communes
    assert again.alike is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("ben tre", ["ben-tre", "vinh-long"]),
        ("tỉnh Bến Tre", ["ben-tre", "vinh-long"]),
        ("vinh long", ["vinh-long-den-2025", "vinh-long"]),
        ("an hiep ben tre", []),
    ],
)
def test_the_name_of_a_province_leads_to_it_and_to_what_it_went_into(ask, text, slugs):
    registry = Registry()
    assert [registry.units[pk].slug for pk in ask(text).provinces] == slugs


@pytest.mark.parametrize("text", ["", "  ", "?!", "a", "th", "asdf", "xã", "xã xã xã", "công chứng", "1 " * 50])
def test_words_that_mean_no_commune_find_none(ask, text):
    found = ask(text)
    assert found.communes == ()
    assert not found.more
    assert not found.elsewhere


def test_a_text_that_is_too_long_is_not_searched_for(ask):
    assert Asked.read("x" * settings.COMMUNE_QUERY_CHARACTERS).too_long is False
    asked = Asked.read("x" * (settings.COMMUNE_QUERY_CHARACTERS + 1))
    assert asked.too_long
    assert len(asked.text) == settings.COMMUNE_QUERY_CHARACTERS


@pytest.mark.parametrize(
    "text",
    ["chứng thực", "Công chứng điện tử", "sao y bản chính", "bản sao điện tử", "dịch vụ chứng thực bản sao điện tử"],
)
def test_words_for_the_service_are_no_name(text):
    asked = Asked.read(text)
    assert asked.only_service
    assert not asked.words


@given(TYPED)
def test_taking_apart_what_was_typed_never_raises(text):
    asked = Asked.read(text)
    assert len(asked.text) <= settings.COMMUNE_QUERY_CHARACTERS
    assert all(run for run, _rest in asked.runs())


@pytest.mark.parametrize("text", ["%", "_", "' or 1=1 --", "\\", "a\0n hiep", "%%%_", "hiep\u202e"])
def test_signs_that_databases_know_find_nothing_else(ask, text):
    assert all("Hiệp" in one.commune.name for one in ask(text).communes)


def test_recorded_heirs_are_named_with_what_proves_them(ask, article):
    old = Unit.objects.get(kind="commune", code="29161")
    new = Unit.objects.get(kind="commune", code="29158", begins_on="2025-07-01")
    Succession.objects.create(
        predecessor=old, successor=new, effective_on="2025-07-01", legal_basis="Nghị quyết thử", source=article
    )
    [found] = ask("29161").communes
    assert [(heir.commune.code, heir.legal_basis, heir.source) for heir in found.heirs] == [
        ("29158", "Nghị quyết thử", article.code)
    ]
    [origin] = ask("an hiep vinh long").communes[0].origins
    assert origin.commune == found.commune


def test_a_former_name_and_an_alias_find_the_commune_under_its_latest_name(ask):
    unit = Unit.objects.get(kind="commune", code="29158", begins_on="2025-07-01")
    UnitName.objects.create(unit=unit, role="alias", name_vi="Xã Ấp Thử Nghiệm", short_name="Ấp Thử Nghiệm")
    assert [one.commune.name for one in ask("ap thu nghiem").communes] == ["Xã An Hiệp"]


@pytest.mark.parametrize("text", ["29161", "an hiep ba tri", "tan thanh", "tan", "An Hiệp, Hà Nội"])
def test_a_search_asks_at_most_five_questions(ask, django_assert_max_num_queries, text):
    with django_assert_max_num_queries(5):
        ask(text)


@pytest.mark.parametrize(
    "text", ["huyen ba tri", "an hieep", "an hieep 99999 ba tri", "An Hiêp Ba Trii 99999", "99999 huyen ba tri"]
)
def test_a_search_that_nothing_fits_whole_asks_at_most_eight(ask, django_assert_max_num_queries, text):
    with django_assert_max_num_queries(8):
        ask(text)


@settings_of_hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_a_search_never_raises(ask, text):
    found = ask(text)
    assert len(found.communes) <= settings.COMMUNES_SHOWN


def test_what_has_ended_depends_on_the_day_of_the_question(ask):
    assert ask("An Hiệp, Bến Tre").communes[0].commune.code == "29158"
    before = ask("An Hiệp, Bến Tre", date(2024, 1, 1)).communes
    assert {one.commune.code for one in before if one.commune.ends_on} == {"28855", "29161"}
    assert not any(one.commune.ended_by(date(2024, 1, 1)) for one in before)
