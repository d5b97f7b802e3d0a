"""What one archive changed against another, compared with slow plain Python."""

import csv
import io
import json
import tracemalloc
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from indices.open_data.changes import HEADINGS, compared, summary, tables_in
from provinces.sheets.writing import to_csv

CELLS = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.sampled_from("12"), st.sampled_from(["", "x", "'=1"])))


def archive(rows: dict[str, tuple[str, str]], columns=("code", "value", "text", "version")) -> bytes:
    """A package of one table; a row's version is another in every archive."""
    out, table = io.BytesIO(), io.StringIO()
    writer = csv.writer(table)
    writer.writerow(columns)
    for code, cells in sorted(rows.items()):
        writer.writerow([code, *cells, len(rows)][: len(columns)])
    described = {"resources": [{"name": "t", "path": "t.csv", "schema": {"primaryKey": ["code"]}}]}
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("t.csv", table.getvalue())
        package.writestr("datapackage.json", json.dumps(described))
    return out.getvalue()


@given(CELLS, CELLS)
def test_every_difference_is_told_once(before, after):
    expected = {("added", f"code={code}", "", "", "") for code in after.keys() - before.keys()}
    expected |= {("removed", f"code={code}", "", "", "") for code in before.keys() - after.keys()}
    for code in before.keys() & after.keys():
        for name, old, new in zip(("value", "text"), before[code], after[code], strict=True):
            if old != new:
                expected.add(("changed", f"code={code}", name, *(cell.replace("'=", "=") for cell in (old, new))))
    found = compared(tables_in(archive(before)), tables_in(archive(after)))
    assert {(one.change, one.key, one.column, one.old, one.new) for one in found} == expected
    assert len(found) == len(expected)


def test_a_new_column_is_no_change_of_the_rows_that_were_there():
    before = archive({"a": ("1", "x")}, columns=("code", "value"))
    assert compared(tables_in(before), tables_in(archive({"a": ("1", "x")}))) == []


def test_the_summary_counts_by_table():
    before, after = archive({"a": ("1", "x"), "b": ("1", "x")}), archive({"a": ("2", "x"), "c": ("1", "x")})
    said = summary(compared(tables_in(before), tables_in(after)))
    assert said["total"] == 3
    assert said["tables"] == {"t": {"added": 1, "removed": 1, "changed": 1}}
    assert [(one["change"], one["key"], one["old"], one["new"]) for one in said["first"]] == [
        ("changed", "code=a", "1", "2"),
        ("added", "code=c", "", ""),
        ("removed", "code=b", "", ""),
    ]


def test_a_text_is_guarded_once_and_a_number_not_at_all():
    before, after = archive({"a": ("-0.5", "'=x")}), archive({"a": ("-0.50", "''=x")})
    found = compared(tables_in(before), tables_in(after))
    assert [(one.old, one.new) for one in found] == [("-0.5", "-0.50"), ("=x", "'=x")]
    written = list(csv.DictReader(io.StringIO(to_csv(HEADINGS, [one.cells for one in found]).decode())))
    assert [(row["old"], row["new"]) for row in written] == [("-0.5", "-0.50"), ("'=x", "''=x")]


def test_of_two_archives_less_is_kept_than_one_of_them_is_as_dictionaries():
    tables = tables_in(archive({f"{number:06}": ("1", "x") for number in range(20_000)}))
    other = tables_in(archive({f"{number:06}": ("1", "x") for number in range(19_999)}))
    tracemalloc.start()
    try:
        assert len(compared(tables, other)) == 1
        assert tracemalloc.get_traced_memory()[1] < 20_000 * 500  # bytes
    finally:
        tracemalloc.stop()
