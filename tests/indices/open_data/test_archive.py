"""The data package: valid, whole, the same bytes each time, importable, and nothing in it that is not public."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import frictionless
import pytest
from django.utils import timezone
from django.utils.translation import override

from indices.catalogue import current_catalogue
from indices.models import Edition, Indicator, Result, Snapshot
from indices.open_data.archive import Archive
from indices.open_data.contents import open_tables
from indices.open_data.moment import Moment
from provinces.models import Region, Source
from provinces.sheets.kinds import KINDS
from provinces.sheets.layout import table_of
from provinces.sheets.outcomes import LEFT, SAME
from provinces.sheets.reading import read

pytestmark = pytest.mark.django_db


def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(Archive(Moment.now(current_catalogue())).content()))


def rows(package: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.read(f"{table}.csv").decode())))


def test_frictionless_finds_the_package_valid(package, tmp_path):
    package.extractall(tmp_path)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert len(report.tasks) == len(open_tables(current_catalogue()))


def test_frictionless_finds_a_figure_that_belongs_to_no_unit(package, tmp_path):
    """The keys of the package are no ornament."""
    package.extractall(tmp_path)
    path = tmp_path / "results.csv"
    text = path.read_text().replace("province,31,0001-01-01,", "province,31,0001-01-02,", 1)
    path.write_text(text)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert "foreign-key" in {kind for (kind,) in report.flatten(["type"])}


def test_same_data_same_bytes_in_either_language(shipped):
    with override("en"):
        assert Archive(Moment.now(current_catalogue())).content() == shipped


def test_the_checksums_are_those_of_the_files(package):
    sums = dict(reversed(line.split("  ")) for line in package.read("SHA256SUMS").decode().splitlines())
    assert sums == {
        name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist() if name != "SHA256SUMS"
    }


def test_sizes_and_digests_in_the_description_are_those_of_the_files(package):
    for resource in json.loads(package.read("datapackage.json"))["resources"]:
        content = package.read(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["rows"] == len(rows(package, resource["name"]))
        assert resource["licenses"]
        header = content.decode().splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_results_name_the_documents_they_rest_on_with_their_licences(package):
    described = {one["name"]: one for one in json.loads(package.read("datapackage.json"))["resources"]}
    cited = {row["source"] for row in rows(package, "results")}
    cited |= {row["change_source"] for row in rows(package, "results")} - {""}
    assert {source["code"] for source in described["results"]["sources"]} == cited
    licences = {row["code"]: row["licence"] for row in rows(package, "sources")}
    for source in described["results"]["sources"]:
        assert source.get("licence", "") == licences[source["code"]]


@pytest.mark.parametrize("name", [name for name in KINDS if name not in {"provinces", "ministries", "communes"}])
def test_what_leaves_comes_back_in_and_changes_nothing(package, name):
    content = package.read(f"{name}.csv")
    outcomes = KINDS[name]({}).take_in(table_of(read(content, name)[0], KINDS[name].wanted()), dry_run=True)
    assert len(outcomes) == len(rows(package, name))
    assert {outcome.state for outcome in outcomes} <= {SAME}, [o for o in outcomes if o.state != SAME][:3]


@pytest.mark.parametrize("kind", ["provinces", "ministries"])
def test_units_come_back_in_and_change_nothing(package, kind):
    outcomes = KINDS[kind]({}).take_in(
        table_of(read(package.read("units.csv"), "units")[0], KINDS[kind].wanted()), dry_run=True
    )
    states = [outcome.state for outcome in outcomes]
    assert set(states) == {SAME, LEFT}
    word = {"provinces": "province", "ministries": "ministry"}[kind]
    assert states.count(SAME) == sum(row["kind"] == word for row in rows(package, "units"))


@pytest.mark.parametrize("day", [date(2021, 11, 1), date(2025, 7, 1)])
def test_communes_come_back_in_and_change_nothing(package, day):
    table = table_of(read(package.read(f"communes-{day}.csv"), "communes")[0], KINDS["communes"].wanted())
    outcomes = KINDS["communes"]({"as_of": day}).take_in(table, dry_run=True)
    assert {outcome.state for outcome in outcomes} == {SAME}


def test_the_dictionary_has_every_column_with_its_meaning_in_both_languages(package):
    told = {(row["table"], row["column"]) for row in rows(package, "dictionary")}
    described = json.loads(package.read("datapackage.json"))["resources"]
    assert told == {(one["name"], field["name"]) for one in described for field in one["schema"]["fields"]}
    assert all(row["help_vi"] and row["help_en"] and row["label_vi"] for row in rows(package, "dictionary"))


@pytest.mark.parametrize(("language", "provinces"), [("en", "Provinces and cities"), ("vi", "Tỉnh, thành phố")])
def test_the_text_for_people_says_what_is_partial_where_series_break_and_what_was_cited(package, language, provinces):
    text = package.read(f"README.{language}.md").decode()
    sipas = [row for row in rows(package, "results") if (row["index"], row["year"]) == ("sipas", "2020")]
    scores, ranks = (sum(bool(row[name]) for row in sipas) for name in ("score", "rank"))
    assert 0 < scores < 63
    assert f"| SIPAS | 2020 | {provinces} | 63 | {scores} | {ranks} |" in text
    (broken,) = [line for line in text.splitlines() if line.startswith(f"- SIPAS, {provinces}: ")]
    assert "2022" in broken
    assert "2021" in broken
    assert "CC BY 4.0" in text
    assert "PAPI" in text
    described = json.loads(package.read("datapackage.json"))["resources"]
    for code in {source["code"] for one in described for source in one.get("sources", ())}:
        assert f"`{code}`" in text


def test_nothing_that_is_not_public_is_in_any_file(ben_tre, editor, approver, sipas_2020):
    """A draft, a version before its minute, a report nobody accepted, a document that only these cite."""
    secret = Source.objects.create(code="only-a-draft", kind="web page", reliability="press", title="Bí mật 77zz88")
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(
        score="77.8899", score_text="77.8899", score_basis="printed", source=secret
    )
    waiting = Edition.open_draft(sipas_2020.index, 2019, by=editor)
    Result.objects.filter(edition=waiting, unit=ben_tre).update(
        score="66.7788", score_text="66.7788", score_basis="printed", source=secret
    )
    waiting.submit(by=editor)
    waiting.approve(by=approver, publish_at=timezone.now() + timedelta(hours=1))
    Snapshot.objects.create(
        indicator=Indicator.objects.get(code="tthc"),
        unit=ben_tre,
        as_of=date(2022, 1, 1),
        numerator=424242,
        source=secret,
    )
    package = archive()
    for name in package.namelist():
        content = package.read(name).decode()
        for told in ("only-a-draft", "77zz88", "77.8899", "66.7788", "424242"):
            assert told not in content, (name, told)


def test_a_text_that_looks_like_a_formula_is_none_in_any_spreadsheet():
    Region.objects.filter(code="btb").update(name_en='=HYPERLINK("http://x","y")')
    told = {row["code"]: row["name_en"] for row in rows(archive(), "regions")}
    assert told["btb"] == '\'=HYPERLINK("http://x","y")'
