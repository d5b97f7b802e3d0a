"""The page about the API: what it says is there, works."""

import io
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from indices.api.endpoints import ENDPOINTS
from indices.api.problems import PROBLEMS
from indices.presenters.api import programs

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["/api/", "/en/api/"])
def page(request, client) -> str:
    answer = client.get(request.param)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_every_table_and_every_type_of_problem_has_its_place(page):
    places = re.findall(r'\bid="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert {endpoint.name for endpoint in ENDPOINTS} <= set(places)
    assert {problem.code for problem in PROBLEMS} <= set(places)
    assert not set(re.findall(r'href="#([\w-]+)"', page)) - set(places)


def test_every_parameter_and_every_column_is_named(page):
    for endpoint in ENDPOINTS:
        part = page.partition(f'id="{endpoint.name}"')[2].partition("</details>")[0]
        for name in (*endpoint.columns, *(parameter.name for parameter in endpoint.of_list)):
            assert f"<code>{name}</code>" in part, (endpoint.name, name)


def test_every_example_is_an_address_that_answers_what_is_shown(client, page):
    link, answer = r'<a href="(/api/v1/[^"]+)"><code>[^<]*</code></a>', r'<pre lang="en"><code>(.*?)</code>'
    shown = re.findall(rf"{link}\s*</p>\s*{answer}", page, re.DOTALL)
    assert len(shown) == 4
    for address, said in shown:
        assert unescape(said).strip() == client.get(unescape(address)).content.decode().strip()


def test_every_address_on_the_page_leads_somewhere(client, page):
    for address in set(re.findall(r'href="(/api/v1/[^"]*)"', page)):
        status = client.get(unescape(address)).status_code
        assert status == (400 if "kind=city" in address else 200), address


def test_the_lines_in_python_read_every_page(client, capsys, monkeypatch):
    """With the limit that a reader may set, so that there are several pages."""
    (lines,) = [program.lines for program in programs() if program.language == "Python"]
    asked = []

    def urlopen(address):
        asked.append(address)
        path = urlsplit(address)
        return io.BytesIO(client.get(f"{path.path}?{path.query}").content)

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(lines.replace("kind=province", "kind=province&limit=7"), {})
    rows = client.get("/api/v1/results?index=par-index&year=2020&kind=province&limit=1000").json()["rows"]
    assert capsys.readouterr().out == f"{len(rows)}\n"
    assert len(asked) == -(-len(rows) // 7) > 1


def test_the_page_asks_a_fixed_number_of_questions(client, django_assert_num_queries):
    client.get("/api/")
    cache.clear()
    with django_assert_num_queries(11):
        client.get("/api/")


def test_the_footer_leads_to_it(client):
    assert 'href="/en/api/"' in client.get("/en/").content.decode()
