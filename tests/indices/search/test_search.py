"""One question, everything that it may mean: nouns taken apart, and what was not understood told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.catalogue import current_catalogue
from indices.citing import public_documents
from indices.models import Edition, Result
from indices.search import search
from indices.search.indices import named_indices
from indices.search.reading import Reading
from provinces.models import Source
from provinces.search import Typed, named_units

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)


def found(text: str):
    return search(Typed.read(text, longest=120), current_catalogue(), TODAY)


def reading(text: str) -> Reading:
    catalogue = current_catalogue()
    units = named_units(catalogue.registry, TODAY)
    return Reading.of(Typed.read(text, longest=120), named_indices(catalogue), units)


def tables(text: str) -> list[tuple[str, int, str]]:
    return [(edition.index.code, edition.year, kind) for edition, kind in found(text).tables]


def indices(text: str) -> list[str]:
    return [current_catalogue().indices[hit.key].code for hit in found(text).indices]


def units(text: str) -> list[str]:
    return [current_catalogue().registry.units[hit.key].slug for hit in found(text).units]


@pytest.mark.parametrize(
    ("text", "index", "years", "slugs", "rest"),
    [
        ("sipas 2019 bến tre", ["sipas"], (2019,), ["ben-tre"], ""),
        ("kết quả SIPAS của tỉnh Bến Tre năm 2019", ["sipas"], (2019,), ["ben-tre"], ""),
        ("2020 cchc", ["par-index"], (2020,), [], ""),
        ("cải cách hành chính quảng nam", ["par-index"], (), ["quang-nam"], ""),
        ("hài lòng 2020", ["sipas"], (2020,), [], ""),
        ("par index các bộ 2020", ["par-index"], (2020,), [], ""),
        ("bến tre trà vinh 2020", [], (2020,), ["ben-tre", "tra-vinh"], ""),
        ("sipas xyz", ["sipas"], (), [], "xyz"),
        ("29161", [], (), [], "29161"),
        ("năm", [], (), [], "năm"),
    ],
)
def test_a_question_is_taken_apart(text, index, years, slugs, rest):
    read, catalogue = reading(text), current_catalogue()
    assert [catalogue.indices[pk].code for pk in read.indices] == index
    assert read.years == years
    assert [catalogue.registry.units[pk].slug for pk in read.units] == slugs
    assert read.rest.text == rest


@pytest.mark.parametrize("text", ["CCHC", "cải cách hành chính", "cai cach", "PAR INDEX", "par", "chỉ số CCHC"])
def test_an_index_is_found_by_name_beginning_and_initials(text):
    assert indices(text) == ["par-index"]


def test_an_index_is_found_in_both_languages():
    assert indices("hài lòng") == indices("satisfaction index") == ["sipas"]
    assert "pci" in indices("competitiveness")


def test_an_index_and_a_year_lead_to_its_league_tables():
    assert tables("par index 2020") == [("par-index", 2020, "province"), ("par-index", 2020, "ministry")]
    assert tables("par index 2020 bộ") == [("par-index", 2020, "ministry")]
    assert tables("par index 2020 quảng ninh") == [("par-index", 2020, "province")]
    assert tables("par index 2020 nhnn") == [("par-index", 2020, "ministry")]


def test_an_index_alone_leads_to_its_latest_year_and_a_year_alone_to_every_index():
    assert tables("sipas") == [("sipas", 2024, "province")]
    assert {code for code, year, _kind in tables("2020") if year == 2020} == {"par-index", "sipas"}


def test_a_year_that_is_not_public_is_told():
    sipas = next(pk for pk, index in current_catalogue().indices.items() if index.code == "sipas")
    assert found("sipas 2015").absent == ((sipas, 2015),)
    assert found("sipas 2015").tables == ()


def test_a_place_word_for_word_is_a_commune_and_not_a_province():
    answer = found("an hiep ba tri")
    assert [one.commune.name for one in answer.communes.communes] == ["Xã An Hiệp"]
    assert not answer.units
    assert not answer.unread


@pytest.mark.parametrize("text", ["chứng thực", "chung thuc", "công chứng điện tử", "sao y điện tử", "bản sao điện tử"])
def test_words_of_everyday_lead_to_what_is_counted_in_communes(text):
    goals = [hit.key.code for hit in found(text).goals]
    assert goals == ["chung-thuc-ban-sao-dien-tu-2021", "chung-thuc-ban-sao-dien-tu"]


def test_a_target_is_found_by_what_it_is_about_and_whom_it_is_for():
    assert [hit.key.code for hit in found("chứng thực bến tre").goals] == ["chung-thuc-ban-sao-dien-tu-2021"]
    assert units("chứng thực bến tre") == ["ben-tre"]


def test_what_was_not_understood_is_told_with_what_may_be_typed_instead():
    answer = found("sipas ben tree 2019")
    assert answer.unread == "ben tree"
    assert answer.near == ("sipas 2019 Bến Tre",)
    assert found("ben tree").near == ("Bến Tre",)
    assert found("ben tree").nothing


def test_nothing_is_found_for_words_of_no_meaning():
    answer = found("zzzz")
    assert answer.nothing
    assert answer.unread == "zzzz"


def test_a_document_is_found_by_title_publisher_and_code():
    for text in ("Hoàng Lam", "bao-hoang-lam-2021"):
        assert "bao-hoang-lam-2021" in [hit.key.code for hit in found(text).documents]


def test_a_document_that_only_a_coming_version_cites_is_found_in_its_minute(sipas_2020, editor, approver, ben_tre):
    secret = Source.objects.create(
        code="secret", kind="news article", reliability="press", title="Tài liệu chưa công bố"
    )
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53", source=secret)
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    assert not found("tài liệu chưa công bố").documents
    Edition.objects.filter(pk=draft.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    assert [hit.key.code for hit in found("tài liệu chưa công bố").documents] == ["secret"]


def test_the_public_documents_are_those_that_a_slow_look_through_every_relation_finds(article):
    public = [edition.pk for edition in current_catalogue().published()]
    Source.objects.create(code="cited-by-nothing", kind="web page", reliability="press")
    unresulted = set(Source.objects.values_list("code", flat=True))
    for document in Source.objects.all():
        for relation in Source._meta.related_objects:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: document})
            for row in rows[:50]:
                edition = row if isinstance(row, Edition) else getattr(row, "edition", None)
                if edition is None or edition.pk in public:
                    unresulted.discard(document.code)
    found_codes = set(public_documents(current_catalogue()).values_list("code", flat=True))
    assert found_codes == set(Source.objects.values_list("code", flat=True)) - unresulted
    assert "cited-by-nothing" not in found_codes


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=130),
        st.lists(
            st.sampled_from(
                ["sipas", "2020", "bến tre", "tỉnh", "bộ", "xã", "an hiệp", "%", "'", "chứng thực", "0", "ا"]
            ),
            max_size=8,
        ).map(" ".join),
    )
)
def test_no_question_is_too_odd(db, text):
    answer = found(text)
    assert not answer.nothing or not answer.unread or answer.unread in " ".join(w.typed for w in answer.typed.words)
    assert len({hit.key for hit in answer.units}) == len(answer.units)


@pytest.mark.parametrize(
    ("text", "queries"),
    [("sipas 2019 bến tre", 0), ("NHNN", 1), ("bo giao duc", 1), ("ben tre", 3), ("an hiep ba tri", 3), ("zzzz", 2)],
)
def test_only_communes_are_asked_of_the_database(django_assert_num_queries, text, queries):
    catalogue = current_catalogue()
    search(Typed.read(text, longest=120), catalogue, TODAY)  # what is kept in memory while the data's stamp stands
    with django_assert_num_queries(queries):
        search(Typed.read(text, longest=120), catalogue, TODAY)
