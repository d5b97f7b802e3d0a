"""The dictionary: a row for every column of every open table, made of what the models say of themselves."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.language import speaking
from provinces.sheets.fields import Field

from .derived import Derived, OpenTable
from .keys import Reference, references_of
from .moment import Moment

FIELDS = (
    Field("table", _("Table"), _("Name of the table and of its files."), required=True),
    Field("column", _("Column"), _("Name of the column in CSV, JSON and the database."), required=True),
    Field("type", _("Type"), _("A type of Table Schema: string, integer, number, date, datetime."), required=True),
    Field("label_vi", _("Heading"), _("The heading in workbooks in Vietnamese."), required=True),
    Field("label_en", _("Heading in English"), _("The heading in workbooks in English."), required=True),
    Field("help_vi", _("Meaning"), _("What stands in the column, in Vietnamese.")),
    Field("help_en", _("Meaning in English"), _("What stands in the column, in English.")),
    Field("choices", _("Values"), _("The values that may stand there, where these are few, with | between them.")),
    Field("in_key", _("In the key"), _("yes: one of the columns that tell the table's rows apart."), choices=("yes",)),
    Field("refers_to", _("Refers to"), _("Table and column in which the same value stands.")),
)


def in_both(text: Any) -> tuple[str, str]:
    """A text in Vietnamese and in English."""
    said = []
    for language in ("vi", "en"):
        with speaking(language):
            said.append(str(text))
    return said[0], said[1]


def bilingual(text: Any) -> str:
    """A text in Vietnamese, then in English; once where it is the same in both."""
    if not isinstance(text, Promise):
        return str(text)
    return " / ".join(dict.fromkeys(part for part in in_both(text) if part))


def dictionary_of(tables: Sequence[OpenTable]) -> Derived:
    """The dictionary of these tables, and of itself."""

    def rows(_moment: Moment) -> Iterator[list[Any]]:
        for table in (*tables, dictionary):
            references = references_of(table, tables)
            for field in table.fields:
                yield _row(table, field, references)

    dictionary = Derived(
        "dictionary",
        _("Dictionary"),
        _("A column of one of these tables: its heading, its type, what stands in it."),
        ("table", "column"),
        FIELDS,
        rows,
    )
    return dictionary


def _row(table: OpenTable, field: Field, references: Sequence[Reference]) -> list[Any]:
    single = [r for r in references if r.columns == (field.name,)]
    refers = ", ".join(f"{reference.table}.{reference.at[0]}" for reference in single)
    label, help_text = in_both(field.label), in_both(field.help)
    in_key = "yes" if field.name in table.key else ""
    return [table.name, field.name, field.type, *label, *help_text, "|".join(field.choices), in_key, refers]
