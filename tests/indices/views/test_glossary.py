"""The page of words, and words that open their explanation where they stand."""

import re

import pytest
from django.core.cache import cache

from indices.glossary import glossary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/glossary/", "/en/glossary/"])
def test_every_term_is_on_the_page_once_with_its_place(client, path):
    page = client.get(path).content.decode()
    places = re.findall(r'<div id="([\w-]+)">', page)
    assert sorted(places) == sorted(glossary.terms)
    everything = re.findall(r'\bid="([^"]+)"', page)
    assert len(everything) == len(set(everything))
    assert not set(re.findall(r'href="#([\w-]+)"', page)) - set(everything)


def test_the_page_asks_nothing_of_the_data(client, django_assert_num_queries):
    client.get("/glossary/")
    cache.clear()
    with django_assert_num_queries(2):  # what every page asks: whether the data have changed, before and after
        client.get("/glossary/")


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("/indices/par-index/2020/provinces/", ["rank", "score", "band"]),
        ("/indices/papi/2011/provinces/", ["rank", "score"]),
        ("/indices/sipas/", ["year-assessed", "published-on", "mean"]),
        ("/indices/par-index/2023/method/", ["method", "field", "criterion", "maximum", "weight", "band"]),
        ("/targets/chung-thuc-ban-sao-dien-tu-2021/", ["deadline", "indicator"]),
    ],
)
def test_words_open_their_explanation_where_they_stand(client, path, codes):
    page = client.get(path).content.decode()
    for code in codes:
        explained = re.search(rf'<details class="why term".*?href="/glossary/#{code}"', page, re.DOTALL)
        assert explained, code
        assert glossary(code).says_vi.split('"')[0] in page


def test_an_index_says_what_it_is(client):
    for path in ("/indices/", "/indices/sipas/"):
        assert glossary("sipas").says_vi in client.get(path).content.decode()
