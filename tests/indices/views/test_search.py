"""The page of a search: what each hit says of itself, which ways there are from an empty one, and what is suggested."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from indices.models import UnderReview
from provinces.models import UnitName

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def get(q: str, path: str = "/search/", **keys: str) -> str:
        response = client.get(path, {"q": q, **keys})
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def said(page):
    def get(q: str, path: str = "/search/", **keys: str) -> str:
        return " ".join(unescape(strip_tags(page(q, path, **keys).split("<main")[1])).split())

    return get


def links(markup: str) -> list[str]:
    """Where the hits lead, in their order."""
    return re.findall(r'class="hit"\s+href="([^"]+)"', markup)


def test_a_province_that_ended_says_so_names_its_heir_and_offers_both_pages(page, said):
    for q in ("ben tre", "Bến Tre", "tỉnh bến tre"):
        shown = said(q)
        assert "Tỉnh Bến Tre (đến 30/6/2025)" in shown
        assert "nay thuộc: Tỉnh Vĩnh Long (từ 1/7/2025)" in shown
        assert "PAR INDEX 2020: 83,28%, xếp thứ 44/63 nguồn" in shown
        markup = page(q)
        assert links(markup)[0] == "/provinces/ben-tre/"
        assert 'href="/provinces/vinh-long/"' in markup
        assert 'href="/sources/bao-hoang-lam-2021/"' in markup


def test_two_provinces_of_one_name_are_told_apart_by_their_days(page, said):
    assert links(page("vinh long"))[:2] == ["/provinces/vinh-long/", "/provinces/vinh-long-den-2025/"]
    shown = said("vinh long")
    assert "Tỉnh Vĩnh Long (từ 1/7/2025)" in shown
    assert "Tỉnh Vĩnh Long (đến 30/6/2025)" in shown


def test_english_pages_speak_english(said):
    shown = said("vinh long", "/en/search/")
    assert "Vĩnh Long (until 30 June 2025)" in shown
    assert "Vĩnh Long (from 1 July 2025)" in shown
    assert "State Bank of Viet Nam" in said("NHNN", "/en/search/")
    assert "rank 44/63" in said("ben tre", "/en/search/")


def test_a_former_name_is_told_beside_the_present_one(page, said):
    assert links(page("TT-Huế"))[0] == "/provinces/hue/"
    assert re.search(r"Thành phố Huế \S+ \S+ Thừa Thiên Huế \(đến 31/12/2024\) PAR INDEX", said("thua thien hue"))
    assert re.search(r"Thành phố Huế \S+ \S+ TT.Huế PAR INDEX", said("TT-Huế"))
    assert "Thành phố Huế PAR INDEX" in said("huế")


def test_a_unit_in_an_edition_leads_to_its_row_and_its_bulletin(page, said):
    markup = page("sipas 2019 bến tre")
    assert links(markup)[0] == "/indices/sipas/2019/provinces/#ben-tre"
    assert 'href="/provinces/ben-tre/2019/bulletin/"' in markup
    first = markup.split('class="hits"')[1].split("</section>")[0]
    assert "21/63" in first
    assert "†" in first  # derived from the change that was printed a year later


def test_a_named_unit_has_its_figure_even_where_few_hits_are_shown(page, settings):
    settings.SEARCH_SHOWN = 2
    answered = page("par index 2020 vĩnh long quảng ninh").split('class="hits"')[1].split("</section>")[0]
    assert "91,04%" in answered


def test_only_the_unit_that_was_in_force_is_in_the_edition(page):
    answered = page("par index 2020 vinh long").split('class="hits"')[1].split("</section>")[0]
    assert links(answered) == ["/indices/par-index/2020/provinces/#vinh-long-den-2025"]


def test_without_a_figure_the_way_it_is_missing_is_told(said):
    assert "Cổng chưa có số liệu" in said("sipas 2020 hà giang")


def test_a_figure_under_review_says_so(page, ben_tre, sipas_2020, editor):
    def answered() -> str:
        return page("sipas 2020 bến tre").split('class="hits"')[1].split("</section>")[0]

    assert "reviewing" not in answered()
    UnderReview.objects.create(index=sipas_2020.index, year=2020, unit=ben_tre, by=editor)
    assert "reviewing" in answered()


def test_league_tables_of_a_year_with_the_size_of_their_field(page, said):
    assert links(page("par index 2020"))[:2] == [
        "/indices/par-index/2020/provinces/",
        "/indices/par-index/2020/ministries/",
    ]
    shown = said("par index 2020")
    assert "24/6/2021" in shown
    assert "63 đơn vị" in shown
    assert "17 đơn vị" in shown


def test_a_year_that_is_not_public_is_told_with_those_that_are(page, said):
    assert "SIPAS" in said("sipas 2015").split("2015")[1]
    assert 'href="/indices/sipas/2020/provinces/"' in page("sipas 2015")
    assert "/indices/sipas/2015/" not in page("sipas 2015")


def test_communes_are_handed_over_to_their_own_search(page, said):
    assert (
        links(page("an hiep ba tri")) == ["/communes/?q=28996"] or "/communes/?q=" in links(page("an hiep ba tri"))[0]
    )
    assert "Huyện Ba Tri, Tỉnh Bến Tre" in said("an hiep ba tri")
    assert 'href="/communes/?q=tan%20thanh"' in page("tan thanh")


def test_the_service_leads_to_its_target_and_its_indicator(page):
    assert links(page("chứng thực"))[:2] == [
        "/targets/chung-thuc-ban-sao-dien-tu-2021/",
        "/indicators/chung-thuc-ban-sao-dien-tu/",
    ]


def test_what_was_not_understood_is_named_and_the_nearest_name_keeps_the_other_words(page, said):
    assert '"ben tree"' in said("sipas ben tree 2019")
    assert 'href="/search/?q=sipas%202019%20B%E1%BA%BFn%20Tre"' in page("sipas ben tree 2019")


def test_an_empty_answer_says_what_was_searched_and_where_to_go_on(page):
    markup = page("zzzz")
    for way in ("/communes/?q=zzzz", "/provinces/", "/ministries/", "/indices/"):
        assert f'href="{way}"' in markup
    assert not links(markup)


def test_without_a_question_examples_are_offered_that_all_find_something(client, page):
    markup = page("")
    examples = re.findall(r'href="(/search/\?q=[^"]+)"', markup)
    assert len(examples) > 3
    for example in examples:
        assert links(client.get(example).content.decode()), example


@pytest.mark.parametrize("text", ["%00'\"", "<script>", "{{ 7 }}", "%", "_", "\u202e", "0", "á" * 120, "х" * 10])
def test_odd_questions_get_a_sensible_page(page, text):
    markup = page(text)
    assert "<script>" not in markup
    assert "<h1>" in markup


def test_a_text_that_is_too_long_is_not_searched_for(page, said):
    assert "120" in said("bến tre " * 20)
    assert not links(page("bến tre " * 20))


def test_the_page_names_the_same_question_in_the_other_language_and_asks_not_to_be_indexed(page):
    markup = page("ben tre")
    assert 'href="/en/search/?q=ben%20tre"' in markup
    assert 'name="robots" content="noindex"' in markup
    assert "noindex" not in page("")


class TestFindMyProvince:
    """The form that finds a province and nothing else."""

    @pytest.mark.parametrize(
        ("q", "goes_to"),
        [
            ("ha noi", "/provinces/ha-noi/"),
            ("thừa thiên huế", "/provinces/hue/"),
            ("Tỉnh Quảng Ninh", "/provinces/quang-ninh/"),
        ],
    )
    def test_one_that_is_meant_beyond_doubt_is_opened(self, client, q, goes_to):
        assert client.get("/search/", {"q": q, "in": "provinces"}).url == goes_to
        assert client.get("/en/search/", {"q": q, "in": "provinces"}).url == f"/en{goes_to}"

    @pytest.mark.parametrize("q", ["ben tre", "vĩnh long", "TPHCM", "quang", "quảng ninh nào"])
    def test_where_there_is_a_choice_it_is_shown(self, page, q):
        assert len(links(page(q, **{"in": "provinces"}))) >= 1

    def test_a_merged_province_offers_both_pages(self, page, said):
        assert "nay thuộc: Tỉnh Vĩnh Long (từ 1/7/2025)" in said("ben tre", **{"in": "provinces"})
        markup = page("ben tre", **{"in": "provinces"})
        assert 'href="/provinces/ben-tre/"' in markup
        assert 'href="/provinces/vinh-long/"' in markup

    def test_no_other_noun_is_found(self, page):
        assert links(page("sipas", **{"in": "provinces"})) == []
        assert 'href="/search/?q=sipas"' in page("sipas", **{"in": "provinces"})

    def test_the_general_search_never_redirects(self, client):
        assert client.get("/search/", {"q": "hà nội"}).status_code == 200

    def test_the_directory_has_the_form_with_its_explanation(self, client):
        markup = client.get("/provinces/").content.decode()
        assert '<input type="hidden" name="in" value="provinces">' in markup
        assert "2025" in markup.split('id="q-how"')[1].split("</p>")[0]


class TestSuggestions:
    """What the script of the field is told."""

    def rows(self, client, q: str, path: str = "/search/suggest.json", **keys: str):
        response = client.get(path, {"q": q, **keys})
        assert response.headers["Content-Type"] == "application/json"
        return json.loads(response.content)["rows"]

    def test_units_and_indices_by_name_with_what_became_of_them(self, client):
        [first, *_rest] = self.rows(client, "bến t")
        assert first == {
            "name": "Tỉnh Bến Tre (đến 30/6/2025)",
            "note": first["note"],
            "address": "/provinces/ben-tre/",
        }
        assert "tỉnh Vĩnh Long (từ 1/7/2025)" in first["note"]
        assert self.rows(client, "cchc")[0]["address"] == "/indices/par-index/"

    def test_they_respect_the_language(self, client):
        assert self.rows(client, "nhnn", "/en/search/suggest.json")[0] == {
            "name": "State Bank of Viet Nam",
            "note": "",
            "address": "/en/ministries/ngan-hang-nha-nuoc-viet-nam/",
        }

    def test_only_provinces_for_the_form_that_finds_one(self, client):
        assert self.rows(client, "bộ nội", **{"in": "provinces"}) == []
        assert self.rows(client, "cchc", **{"in": "provinces"}) == []

    def test_no_more_than_the_settings_say(self, client, settings):
        settings.SUGGESTIONS_SHOWN = 3
        assert len(self.rows(client, "b")) <= 3
        assert len(self.rows(client, "quang")) == 3
        assert self.rows(client, "q" * 500) == []
        assert self.rows(client, "") == []

    def test_a_question_is_answered_in_two_queries_and_not_kept(self, client, django_assert_num_queries):
        self.rows(client, "ben")
        with django_assert_num_queries(3):  # the data's stamp before, in and after the answer
            self.rows(client, "ben")
        with django_assert_num_queries(3):
            self.rows(client, "ben")


@pytest.mark.parametrize(
    ("q", "queries"),
    [("", 3), ("sipas 2019 bến tre", 4), ("NHNN", 5), ("ben tre", 7), ("vinh long", 7), ("zzzz", 5)],
)
def test_a_search_asks_a_fixed_number_of_questions(client, django_assert_num_queries, q, queries):
    client.get("/search/", {"q": q})
    cache.clear()
    with django_assert_num_queries(queries):
        client.get("/search/", {"q": q})


def test_a_new_name_is_found_at_once(page, ben_tre):
    assert not links(page("xứ dừa"))
    UnitName.objects.create(unit=ben_tre, role=UnitName.Role.ALIAS, name_vi="Xứ dừa", short_name="Xứ dừa")
    assert links(page("xu dua"))[0] == "/provinces/ben-tre/"


def test_every_page_has_the_field_once_in_its_header_and_works_without_the_script(client):
    for path, action in (("/", "/search/"), ("/en/about/", "/en/search/"), ("/communes/", "/search/")):
        markup = client.get(path).content.decode()
        header = markup.split("<header")[1].split("</header>")[0]
        assert header.count('role="search"') == 1
        assert f'action="{action}"' in header
        assert '<label class="vh" for="find">' in header
        assert "<script src=" in markup
        assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", markup)


def test_browsers_learn_how_to_search(client, settings):
    settings.SITE_URL = "https://cchc.example"
    for path, address in (("/opensearch.xml", "/search/"), ("/en/opensearch.xml", "/en/search/")):
        response = client.get(path)
        assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
        root = ElementTree.fromstring(response.content)
        name = "{http://a9.com/-/spec/opensearch/1.1/}"
        assert root.find(f"{name}Url").attrib["template"] == f"https://cchc.example{address}?q={{searchTerms}}"
        assert len(root.find(f"{name}ShortName").text) <= 16
    assert 'href="/opensearch.xml"' in client.get("/about/").content.decode()
