"""Every file's columns have a heading and a description, in both languages, and no file leaves without them."""

import pytest
from django.core.checks import run_checks
from django.urls import get_resolver
from django.utils.translation import override

from indices.files import columns
from indices.files.columns import Column, Type, choices
from indices.files.dictionary import FILES, undescribed
from indices.models import Basis, Edition, Result
from tests.browser.pages import PAGES

from .pages import FILE_OF, WITHOUT_FILES, names_of_files


def test_every_column_of_every_file_is_described():
    assert list(undescribed(FILES)) == []


def test_a_column_without_heading_or_description_or_that_stands_twice_is_refused():
    bare = Column("bare", "")
    # A field without a help text; the primary key of a model will hardly get one.
    of_field = Column("pk", "Key", field=(Edition, "id"))
    found = list(undescribed({"a file": (columns.RANK, bare, of_field, columns.RANK)}))
    assert [error.id for error in found] == [
        "indices.E003", "indices.E001", "indices.E002", "indices.E002", "indices.E003",
    ]  # fmt: skip
    assert found[3].hint == "Give Edition.id a help text."


def test_the_check_runs_with_those_of_a_deployment(monkeypatch):
    monkeypatch.setattr("indices.files.dictionary.FILES", {"a file": (Column("bare", "Bare"),)})
    assert "indices.E002" in {found.id for found in run_checks(include_deployment_checks=True)}
    assert "indices.E002" not in {found.id for found in run_checks()}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_column_that_holds_a_field_says_what_the_field_says(language):
    with override(language):
        assert columns.SCORE.description == str(Result._meta.get_field("score").help_text)
        assert columns.SCORE.description


def test_the_values_of_a_choice_are_written_in_the_language_of_the_moment():
    text = choices(Basis)
    with override("en"):
        assert str(text).startswith("printed: Printed in the source; inferred: ")
    with override("vi"):
        assert str(text).startswith("printed: Nguồn ghi trực tiếp; inferred: ")


def test_decimals_and_whole_numbers_say_their_unit():
    for file, found in FILES.items():
        for column in found:
            if column.type == Type.NUMBER:
                assert str(column.values), (file, column.name)


def test_every_page_has_a_file_or_says_why_not():
    assert set(PAGES) == set(FILE_OF) | set(WITHOUT_FILES)
    assert not set(FILE_OF) & set(WITHOUT_FILES)


def test_every_address_of_a_file_has_its_columns_here():
    [resolver] = [one for one in get_resolver().url_patterns if hasattr(one, "url_patterns") and not one.app_name][:1]
    [indices] = [one for one in resolver.url_patterns if getattr(one, "app_name", "") == "indices"]
    named = {f"indices:{one.name}" for one in indices.url_patterns if one.name.endswith("_file")}
    named.remove("indices:table_file")  # the open tables explain their columns themselves
    assert named == names_of_files() == set(FILE_OF.values())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_columns_of_a_file_have_the_same_heading(language):
    """Who reads a CSV by its headings would lose one of them."""
    with override(language):
        for file, found in FILES.items():
            headings = [str(column.heading) for column in found]
            assert sorted(set(headings)) == sorted(headings), file
