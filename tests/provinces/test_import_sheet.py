"""The door from the shell: exit codes and reports."""

import json

import pytest
from django.core.management import CommandError, call_command

from indices.models import Edition

pytestmark = pytest.mark.django_db
SAID = ("--kind", "results", "--edition", "sipas:2020", "--source", "bao-hoang-lam-2021")


@pytest.fixture
def write(tmp_path):
    def written(text: str, name: str = "bang.csv"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return written


def run(file, tmp_path, *options):
    """The exit code and the report."""
    report = tmp_path / "report.json"
    code = 0
    try:
        call_command("import_sheet", file, *SAID, "--report", report, *options, verbosity=0)
    except SystemExit as left:
        code = left.code
    return code, json.loads(report.read_text())


def drafts():
    return Edition.objects.filter(index__code="sipas", year=2020, state="draft")


def test_a_good_sheet_is_imported(write, tmp_path):
    code, report = run(write("Tỉnh,Điểm,Hạng\nCà Mau,87.4,25\n"), tmp_path)
    assert (code, report["state"], report["counts"]["new"]) == (0, "imported", 1)
    assert drafts().get().results.filter(score_text="87.4").exists()
    assert run(write("Tỉnh,Điểm,Hạng\nCà Mau,87.4,25\n"), tmp_path)[1]["state"] == "nothing"


def test_a_refused_row_keeps_everything_out_and_is_named(write, tmp_path):
    code, report = run(write("Tỉnh,Điểm\nCà Mau,abc\nBạc Liêu,80\n"), tmp_path)
    assert (code, report["state"]) == (1, "refused")
    assert report["refused"][0]["cell"] == "B2"
    assert report["refused"][0]["text"] == "abc"
    assert not drafts().exists()
    code, report = run(write("Tỉnh,Điểm\nCà Mau,abc\nBạc Liêu,80\n"), tmp_path, "--good-rows")
    assert (code, report["state"]) == (0, "imported")


def test_an_open_question_writes_nothing(write, tmp_path):
    code, report = run(write("Tỉnh,Điểm\nCà Mau,0.874\n"), tmp_path)
    assert (code, report["state"], len(report["asked"][0]["choices"])) == (1, "asked", 2)
    assert not drafts().exists()


def test_a_file_refused_as_a_whole_has_one_entry_without_a_cell(write, tmp_path):
    code, report = run(write("chỉ có chữ"), tmp_path)
    assert (code, report["state"]) == (1, "refused")
    assert "cell" not in report["refused"][0]


def test_a_dry_run_says_the_same_and_writes_nothing(write, tmp_path):
    code, report = run(write("Tỉnh,Điểm\nCà Mau,87.4\n"), tmp_path, "--dry-run")
    assert (code, report["counts"]["new"]) == (0, 1)
    assert not drafts().exists()


def test_a_folder_is_taken_in_file_by_file(write, tmp_path):
    write("Tỉnh,Điểm\nCà Mau,87.4\n", "a.csv")
    write("Tỉnh,Điểm\nBạc Liêu,x\n", "b.csv")
    code, report = run(tmp_path, tmp_path)
    assert code == 1
    states = [(entry["file"], entry["state"]) for entry in report["files"]]
    assert states == [("a.csv", "imported"), ("b.csv", "refused")]


@pytest.mark.parametrize(
    "wrong", [["--edition", "sipas:1900"], ["--as-of", "yesterday"], ["--user", "nobody"], ["--source", "nowhere"]]
)
def test_wrong_use_has_its_own_exit_code(write, wrong):
    with pytest.raises(CommandError) as error:
        call_command("import_sheet", write("a,b\n"), "--kind", "results", *wrong)
    assert error.value.returncode == 2


def test_a_sheet_that_names_no_source_is_the_source_itself(write, tmp_path):
    file, report = write("Tỉnh,Điểm,Hạng\nCà Mau,87.4,25\n"), tmp_path / "report.json"
    call_command("import_sheet", file, "--kind", "results", "--edition", "sipas:2020", "--report", report, verbosity=0)
    assert json.loads(report.read_text())["state"] == "imported"
    source = drafts().get().results.get(score_text="87.4").source
    assert "bang.csv" in source.title
    assert source.locator.startswith("SHA-256 ")


def test_the_statistics_offices_columns_are_known_and_districts_without_communes_left_out(write, tmp_path):
    text = (
        "Tỉnh Thành Phố,Mã TP,Quận Huyện,Mã QH,Phường Xã,Mã PX,Cấp,Tên Tiếng Anh\n"
        "Tỉnh Bến Tre,83,Huyện Ba Tri,836,Xã Mới,99999,Xã,\n"
        "Thành phố Hải Phòng,31,Huyện Bạch Long Vĩ,318,,,huyện,\n"
    )
    report = tmp_path / "report.json"
    call_command(
        "import_sheet", write(text), "--kind", "communes", "--as-of", "2021-11-01", "--report", report, verbosity=0
    )
    said = json.loads(report.read_text())
    assert (said["state"], said["counts"]["new"], said["counts"]["skipped"]) == ("imported", 1, 1)
