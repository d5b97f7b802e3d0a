"""Does my commune offer it? What the page says, and what it never says."""

from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from indices.models import Adoption, Guidance, Indicator
from provinces.models import Succession, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def get(q: str, path: str = "/communes/"):
        response = client.get(path, {"q": q})
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def said(page):
    return lambda q, path="/communes/": " ".join(unescape(strip_tags(page(q, path))).split())


@pytest.fixture
def adopted(article):
    def record(offers: bool, began_on=None):
        return Adoption.objects.create(
            indicator=Indicator.objects.get(unit_kind="commune"),
            unit=Unit.objects.get(kind="commune", code="29161"),
            offers=offers,
            began_on=began_on,
            as_of=date(2021, 9, 30),
            source=article,
        )

    return record


def test_without_a_question_the_page_says_how_to_ask_and_what_the_service_is(said):
    shown = said("")
    assert "An Hiệp, Ba Tri" in shown
    assert "bản chính dạng văn bản giấy" in shown
    assert "8/4/2020" in shown


def test_nothing_reported_is_not_no_and_the_province_is_given_with_its_bound_day_and_source(page, said):
    shown = said("an hiep ba tri")
    assert "Chưa có báo cáo nào về xã An Hiệp (huyện Ba Tri, Bến Tre)." in shown
    assert "không có nghĩa" in shown
    assert "Tỉnh Bến Tre: trên 50% đơn vị cấp xã tại 24/6/2021." in shown
    assert "Ủy ban nhân dân" in shown
    assert "Chưa triển khai" not in shown
    markup = page("an hiep ba tri")
    assert 'href="/sources/bao-hoang-lam-2021/"' in markup
    assert 'href="https://dichvucong.gov.vn/"' in markup
    assert 'href="/provinces/ben-tre/"' in markup


def test_the_same_in_english(said):
    shown = said("an hiep ba tri", "/en/communes/")
    assert "Nothing has been reported about Xã An Hiệp (Huyện Ba Tri, Bến Tre)." in shown
    assert "does not mean" in shown
    assert "over 50% of commune-level units on 24 June 2021" in shown
    assert "the paper original" in shown


@pytest.mark.parametrize(
    ("offers", "began_on", "state"),
    [
        (True, date(2021, 7, 1), "Đã triển khai (từ 1/7/2021)"),
        (True, None, "Đã triển khai (tại 30/9/2021)"),
        (False, None, "Chưa triển khai (tại 30/9/2021)"),
    ],
)
def test_what_was_reported_is_shown_with_its_day_and_source(adopted, page, said, offers, began_on, state):
    adopted(offers, began_on)
    shown = said("an hiep ba tri")
    assert state in shown
    assert "30/9/2021" in shown
    assert "Chưa có báo cáo" not in shown
    assert 'href="/sources/bao-hoang-lam-2021/"' in page("an hiep ba tri")


def test_a_commune_that_ended_says_so_and_that_its_code_is_only_a_code(page, said):
    shown = said("28756")
    assert "Kết thúc hoạt động sau ngày 30/6/2025" in shown
    assert "Từ 1/7/2025, mã 28756 là mã của phường Phú Khương (Vĩnh Long)" in shown
    assert "Đến 30/6/2025, mã 28756 là mã của phường Phú Khương (thành phố Bến Tre, Bến Tre)" in shown
    assert shown.count("Chỉ là cùng mã; địa giới có thể khác.") == 2
    assert "Là đơn vị mới từ 1/7/2025; số liệu tính lại từ đầu." in shown
    assert 'href="/provinces/vinh-long/"' in page("28756")


def test_what_became_of_a_commune_is_not_known_unless_it_is_recorded(said, article):
    assert "Cổng không biết địa bàn này nay thuộc đơn vị cấp xã nào." in said("29161")
    old = Unit.objects.get(kind="commune", code="29161")
    new = Unit.objects.get(kind="commune", code="29158", begins_on="2025-07-01")
    Succession.objects.create(
        predecessor=old, successor=new, effective_on="2025-07-01", legal_basis="Nghị quyết thử", source=article
    )
    shown = said("29161")
    assert "Được sắp xếp vào: xã An Hiệp (Vĩnh Long), Nghị quyết thử" in shown
    assert "Cổng không biết" not in shown.replace("thì Cổng không biết", "")


def test_the_service_alone_is_answered_with_what_it_is(said):
    shown = said("công chứng điện tử")
    assert "Dịch vụ được mô tả bên dưới" in shown
    assert "Cần mang theo" in shown


def test_many_of_one_name_end_with_how_many_more_there_are(page, said):
    assert page("tân thành").count('class="commune"') == 30
    assert "đơn vị nữa: gõ thêm huyện hoặc tỉnh." in said("tân thành")


def test_nothing_found_comes_with_a_remedy(said):
    shown = said("xyz")
    assert "Không tìm thấy" in shown
    assert "mã xã" in shown
    assert "quá ít" in said("t")


def test_what_was_not_understood_is_told(page, said):
    assert 'Không nhận ra "Ba Trii". Các nơi tên An Hiệp:' in said("An Hiêp Ba Trii")
    assert '"Ba Trii" was not understood. The places called An Hiệp:' in said("An Hiêp Ba Trii", "/en/communes/")
    assert "Nơi đã gõ không có" in said("An Hiệp, Hà Nội")
    assert "<b>" not in page("An Hiệp <b>x</b>")


def test_a_commune_that_is_not_there_is_told_with_what_is_near(said):
    assert "Không có Phường 1 ở Bến Tre trong danh mục; nơi gần giống:" in said("phuong 1 ben tre")
    assert "Không có Phường 1 ở thành phố Bến Tre trong danh mục; nơi gần giống:" in said("P.1, TP Bến Tre")
    assert 'Không nhận ra "xyz". Các đơn vị cấp xã của thành phố Bến Tre' in said("xyz tp ben tre")


def test_a_district_alone_lists_its_communes_with_the_day_of_the_list(page, said):
    assert "Các đơn vị cấp xã của huyện Ba Tri (danh mục 1/11/2021):" in said("huyen ba tri")
    assert page("huyen ba tri").count('class="commune"') == 23
    assert "và 6 đơn vị nữa: gõ tên xã, phường trước tên huyện." in said("tp hue thua thien hue")
    assert 'href="/communes/?q=Huy%E1%BB%87n%20Ch%C3%A2u%20Th%C3%A0nh%2C%20B%E1%BA%BFn%20Tre"' in page(
        "huyen chau thanh"
    )


def test_the_nearest_names_are_offered_as_links(page, said):
    assert "Có thể là: An Hiệp" in said("an hieep")
    assert 'href="/communes/?q=An%20Hi%E1%BB%87p"' in page("an hieep")
    assert 'href="/communes/?q=B%E1%BA%BFn%20Tre"' in page("Bến Trr")


@pytest.mark.parametrize("q", ["ben tre", "tinh ben tre"])
def test_the_name_of_a_province_links_to_its_page_and_to_that_of_today(page, said, q):
    assert "Tỉnh Bến Tre (đến 30/6/2025); Tỉnh Vĩnh Long (từ 1/7/2025)" in said(q)
    markup = page(q)
    assert 'href="/provinces/ben-tre/"' in markup
    assert 'href="/provinces/vinh-long/"' in markup
    assert "Không tìm thấy" not in markup


def test_a_long_text_is_not_searched_for_and_the_page_says_so(said):
    assert "120 ký tự" in said("an hiep " * 40)


def test_what_was_typed_is_escaped(page):
    markup = page("<script>alert(1)</script>\"'")
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup


def test_a_guidance_is_escaped_and_followed_at_once(page, article):
    Guidance.objects.create(
        code="thu",
        indicator=Indicator.objects.get(unit_kind="commune"),
        title_vi="Tiêu đề <b>thử</b>",
        body_vi="- <img src=x onerror=alert(1)>",
        valid_as_of="2025-07-01",
        source=article,
    )
    markup = page("")
    assert "Tiêu đề &lt;b&gt;thử&lt;/b&gt;" in markup
    assert "<li>&lt;img" in markup


def test_a_guidance_without_english_is_marked_as_vietnamese_on_the_english_page(page):
    Guidance.objects.update(body_en="")
    assert '<div lang="vi">' in page("", "/en/communes/")


def test_a_search_is_not_for_search_engines_and_keeps_its_question_in_the_other_language(page):
    markup = page("an hiep")
    assert '<meta name="robots" content="noindex">' in markup
    assert 'href="/en/communes/?q=an%20hiep"' in markup
    assert "robots" not in page("")


def test_the_permanent_address_of_a_commune_leads_to_its_code(client):
    assert client.get("/units/commune-28756-0001-01-01/").url == "/communes/?q=28756"
    assert client.get("/en/units/commune-28756-2025-07-01/").url == "/en/communes/?q=28756"
    assert client.get("/units/commune-99999-0001-01-01/").status_code == 404


def test_the_document_of_a_guidance_says_what_rests_on_it(client):
    markup = client.get("/sources/nghi-dinh-45-2020/").content.decode()
    assert 'href="/communes/#chung-thuc-ban-sao-dien-tu"' in markup
    assert "khoản 9 Điều 3 và Điều 10" in markup


@pytest.mark.parametrize(
    ("q", "queries"),
    [
        ("", 6),
        ("công chứng", 6),
        ("asdf", 10),
        ("29161", 12),
        ("an hiep", 11),
        ("tan thanh", 11),
        ("tan", 12),
        ("huyen ba tri", 14),
    ],
)
def test_the_page_asks_a_fixed_number_of_questions_whatever_is_found(client, django_assert_num_queries, q, queries):
    client.get("/communes/", {"q": q})  # what is kept in memory, the titles of the documents among it
    cache.clear()
    with django_assert_num_queries(queries):
        client.get("/communes/", {"q": q})
