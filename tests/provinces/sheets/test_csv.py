"""CSV as it leaves, in chunks: what csv.writer makes of the same cells, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from provinces.sheets.values import as_text
from provinces.sheets.writing import csv_chunks, to_csv, to_excel_csv

cells = st.one_of(
    st.none(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.dates(),
    st.text(),
    st.sampled_from(["=1+1", "'=1+1", "''@x", "+9.41", "-", "\t=1", "\r", "＝1", "@SUM(A1)"]),
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=30).map(lambda rows: (width, rows))
)


def written_cell_by_cell(headings, rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([as_text(value) for value in row])
    return out.getvalue()


@given(tables)
def test_chunks_together_are_the_table_written_cell_by_cell(table):
    width, rows = table
    headings = [f"column{n}" for n in range(width)]
    assert to_csv(headings, rows).decode() == written_cell_by_cell(headings, rows)


def test_a_large_table_comes_in_pieces():
    rows = ([n, "Bến Tre", Decimal("88.50"), date(1, 1, 1)] for n in range(2_500))
    chunks = list(csv_chunks(["n", "unit", "score", "day"], rows))
    assert [chunk.count(b"\n") for chunk in chunks] == [1_001, 1_000, 500]
    assert chunks[0].splitlines()[1].decode() == "0,Bến Tre,88.50,0001-01-01"


def test_more_texts_than_are_remembered_are_all_made_safe():
    rows = [[f"={n}"] for n in range(25_000)]
    lines = to_csv(["text"], rows).decode().splitlines()
    assert lines[1:] == [f"'={n}" for n in range(25_000)]


def test_for_excel_decimals_have_a_comma_and_columns_a_semicolon():
    content = to_excel_csv(["unit", "score"], [["Bến Tre", Decimal("88.50")], ["=x", None]])
    assert content.decode() == "\ufeffunit;score\r\nBến Tre;88,50\r\n'=x;\r\n"
