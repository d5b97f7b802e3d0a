"""What pages say of themselves to machines: true, complete, and safe inside a page."""

import json
import re

import pytest

from indices.models import ReformIndex, Target

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
LEAGUE = "/indices/par-index/2020/provinces/"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def told(client, path: str) -> dict:
    """The one block of data of a page."""
    page = client.get(path).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1, path
    return json.loads(blocks[0])


def test_a_league_table_is_a_data_set_with_its_files_sources_and_licence(client, par_index_2020):
    data = told(client, LEAGUE)
    assert data["@type"] == "Dataset"
    assert data["name"].startswith("PAR INDEX 2020")
    assert data["creator"]["name"] == "Bộ Nội vụ"
    assert data["temporalCoverage"] == "2020"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["dateModified"].startswith(str(par_index_2020.publish_at.year))
    assert data["version"] == "1"
    assert f"{SITE}/sources/bao-hoang-lam-2021/" in data["isBasedOn"]
    assert len(set(data["isBasedOn"])) == len(data["isBasedOn"])
    assert 50 <= len(data["description"]) <= 5000


@pytest.mark.parametrize(
    "path",
    [
        LEAGUE,
        f"/en{LEAGUE}",
        "/indices/par-index/2020/ministries/",
        "/targets/chung-thuc-ban-sao-dien-tu-2021/",
        "/indicators/chung-thuc-ban-sao-dien-tu/",
    ],
)
def test_every_file_and_source_that_is_named_is_there(client, path):
    data = told(client, path)
    for file in data["distribution"]:
        answer = client.get(file["contentUrl"].removeprefix(SITE))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].split(";")[0] == file["encodingFormat"]
    for source in data["isBasedOn"]:
        assert client.get(source.removeprefix(SITE)).status_code == 200
    assert client.get(data["url"].removeprefix(SITE)).status_code == 200
    assert client.get(data["image"].removeprefix(SITE)).headers["Content-Type"] == "image/png"


def test_the_files_of_a_page_stand_in_its_head(client):
    page = client.get(LEAGUE).content.decode()
    for ending, type_ in (("csv", "text/csv"), ("json", "application/json")):
        assert f'<link rel="alternate" type="{type_}" href="/indices/par-index/2020/provinces.{ending}"' in page


def test_figures_that_belong_to_their_publishers_are_given_no_licence(client):
    data = told(client, "/indices/papi/2011/provinces/")
    assert "license" not in data
    assert data["usageInfo"] == f"{SITE}/about/"


def test_a_province_is_an_area_and_a_ministry_an_organisation_with_its_days(client):
    area = told(client, "/provinces/hue/")
    assert area["@type"] == "AdministrativeArea"
    assert "Thừa Thiên Huế" in area["alternateName"]
    assert client.get(area["@id"].removeprefix(SITE)).headers["Location"] == "/provinces/hue/"
    ministry = told(client, "/ministries/bo-lao-dong-thuong-binh-va-xa-hoi/")
    assert ministry["@type"] == "GovernmentOrganization"
    assert ministry["dissolutionDate"] == "2025-02-28"


def test_names_cannot_break_out_of_the_block(client):
    """The strongest case: a name that would end the script and begin another one."""
    evil = "</script><script>alert(1)</script><!-- & \u2028 '\""
    ReformIndex.objects.filter(code="par-index").update(name_vi=evil, publisher=evil)
    Target.objects.update(set_by=evil)
    for path in (LEAGUE, "/targets/chung-thuc-ban-sao-dien-tu-2021/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert told(client, path)["creator"]["name"] == evil


def test_where_a_reader_is_stands_in_the_page_as_a_list_of_crumbs(client):
    page = client.get(LEAGUE).content.decode()
    crumbs = page[page.index('itemtype="https://schema.org/BreadcrumbList"') :]
    crumbs = crumbs[: crumbs.index("</ol>")]
    assert re.findall(r'itemprop="item" href="([^"]+)"', crumbs) == ["/indices/", "/indices/par-index/"]
    assert re.findall(r'itemprop="name">([^<]+)<', crumbs)[1:] == ["PAR INDEX", "2020"]
    assert re.findall(r'itemprop="position" content="(\d)"', crumbs) == ["1", "2", "3"]
