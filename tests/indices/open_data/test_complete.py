"""A column without heading or meaning stops the check."""

from dataclasses import replace

from django.core.checks import Error

from indices.open_data.complete import every_column_is_explained, unexplained
from indices.open_data.crosswalk import CROSSWALK


def test_every_column_of_every_open_table_is_explained():
    assert every_column_is_explained(None) == []


def test_a_column_without_meaning_or_heading_is_an_error():
    first, *others = CROSSWALK.fields
    for what in ("label", "help"):
        table = replace(CROSSWALK, fields=(replace(first, **{what: " "}), *others))
        (error,) = unexplained([table])
        assert isinstance(error, Error)
        assert error.msg == f"The column crosswalk.from_code has no {what}."
