"""Any file that an official may send becomes a preview or a refusal with a sentence, in time; it never fails."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from provinces.names import fold, sort_key, spelled, tidy
from provinces.sheets import numbers, reading
from provinces.sheets.confirming import RunRefused, preview, store, upload
from provinces.sheets.formats import child, plain
from provinces.sheets.kinds import KINDS
from provinces.sheets.reading import UnreadableFile, read
from tests.fuzz.cases import cases, in_time
from tests.fuzz.sheets import SHIPPED, File, text_files, workbooks

# Beside a sheet the form says the edition, the day and the source, whatever of it the kind asks for.
SAID = {"edition": "sipas:2020", "as_of": "2021-11-15", "source": "bao-hoang-lam-2021"}
QUICK = [kind for kind in SHIPPED if kind not in {"communes", "adoptions", "unit-names"}]


def in_this_process(content: bytes):
    """What the confined child sends, without starting one: the same code, and what it writes is read back."""
    try:
        for part in child.read(content, reading.limits()):
            said = json.loads(json.dumps(asdict(part)))
            if "cells" in said:
                cells = [tuple(cell) if cell else None for cell in said["cells"]]
                yield plain.PlainRow(said["number"], cells, said["hidden"])
            else:
                merged = [(top, left, bottom, right) for top, left, bottom, right in said["merged"]]
                yield plain.PlainSheet(said["name"], said["hidden"], merged, said["hidden_columns"])
    except plain.Refused:
        raise
    except Exception as error:
        raise plain.Refused(plain.DAMAGED) from error


@pytest.fixture
def read_here(monkeypatch):
    """No child is started: a case costs milliseconds."""
    monkeypatch.setattr(reading, "_from_child", in_this_process)


@pytest.fixture
def official(db):
    return get_user_model().objects.create_superuser("can-bo")


@contextmanager
def refused_with_a_sentence(*refusals: type[Exception]) -> Iterator[None]:
    """What is done inside is done, or refused in words; anything else is a failure."""
    try:
        yield
    except refusals as refused:
        if len(str(refused)) <= 20:
            pytest.fail(f"no sentence: {refused!r}")


def sheets_of(file: File) -> list[reading.Sheet]:
    """The file's sheets; none where it is refused."""
    found: list[reading.Sheet] = []
    with in_time(), refused_with_a_sentence(UnreadableFile):
        found = read(file.content, file.name)
    return found


@cases(1500, alike=True)
@given(file=text_files(list(SHIPPED)))
def test_a_text_file_is_read_or_refused(file):
    for sheet in sheets_of(file):
        assert all(cell.text == tidy(cell.text) for row in sheet.rows for cell in row.cells if cell.kind == plain.TEXT)


@cases(1000, alike=True)
@given(file=workbooks(list(SHIPPED)))
def test_a_workbook_is_read_or_refused(read_here, file):
    for sheet in sheets_of(file):
        assert sheet.rows
        json.dumps(asdict(sheet))


@cases(8, alike=True)
@given(file=workbooks(list(SHIPPED)))
def test_the_child_that_reads_a_workbook_says_what_is_read_here(monkeypatch, file):
    from_child = sheets_of(file)
    with monkeypatch.context() as patched:
        patched.setattr(reading, "_from_child", in_this_process)
        assert sheets_of(file) == from_child


def taken_in(file: File, official) -> None:
    """From upload to stored, as far as it goes, and back."""
    with in_time(), transaction.atomic():
        run = upload(file.kind, file.content, file.name, SAID, official)
        storable = False
        with refused_with_a_sentence(RunRefused):
            seen = preview(run)
            for outcome in seen.changing:
                seen.resource.shown(outcome)
            storable = seen.partly_storable
        if storable:
            with refused_with_a_sentence(RunRefused, ValidationError):
                store(run.pk, official, good_rows=True)
        transaction.set_rollback(True)


@cases(300)
@given(file=text_files(QUICK))
def test_a_text_file_becomes_a_preview_and_is_stored(official, file):
    taken_in(file, official)


@cases(150)
@given(file=workbooks(QUICK))
def test_a_workbook_becomes_a_preview_and_is_stored(read_here, official, file):
    taken_in(file, official)


@cases(10)
@given(file=st.one_of(text_files(["communes", "adoptions", "unit-names"]), workbooks(["adoptions"])))
def test_a_sheet_about_communes_becomes_a_preview_and_is_stored(read_here, official, file):
    taken_in(file, official)


@cases(30)
@given(file=st.one_of(text_files(QUICK), workbooks(QUICK)))
def test_the_page_that_takes_a_sheet_answers(client, read_here, official, file):
    client.force_login(official)
    model = KINDS[file.kind]._meta.model._meta
    said = SAID | {"import_file": SimpleUploadedFile(file.name, file.content)}
    with in_time(), transaction.atomic():
        response = client.post(reverse(f"admin:{model.app_label}_{model.model_name}_import"), said)
        transaction.set_rollback(True)
    assert response.status_code == 200
    shown = response.content.decode()
    assert "Xem trước | " in shown or "errorlist" in shown


texts = st.one_of(st.text(max_size=30), st.from_regex(r"[-+]?[0-9٠-٩]{0,40}[.,/ -]?[0-9]{0,40}[.,/ -]?[0-9]{0,6}%?"))
READERS = [
    numbers.read_decimal, numbers.read_count, numbers.read_whole, numbers.read_rank, numbers.read_day,
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@cases(400, alike=True)
@given(text=texts)
def test_a_cell_is_a_number_or_unreadable(reader, text):
    with suppress(numbers.Unreadable):
        assert reader(text) is not None


formats = st.one_of(st.sampled_from(["0.00", "0.00%", "General", "0.0000000000", "#.##"]), st.text(max_size=8))


@cases(1000, alike=True)
@given(value=st.floats(), number_format=formats)
def test_what_a_numeric_cell_shows_is_told(value, number_format):
    assert numbers.digits_of(value, number_format)


@cases(1000, alike=True)
@given(text=st.text(max_size=40))
def test_a_name_is_compared_and_sorted(text):
    assert fold(tidy(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert spelled(text) is not None
    sort_key(text)
