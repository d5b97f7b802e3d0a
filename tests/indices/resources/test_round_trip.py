"""What leaves through the admin's sheets comes back in and changes nothing."""

import csv
import io
from datetime import date
from itertools import islice

import pytest

from provinces.sheets.kinds import KINDS
from provinces.sheets.layout import table_of
from provinces.sheets.outcomes import SAME, tally
from provinces.sheets.reading import read
from provinces.sheets.writing import to_csv, to_ods, to_xlsx

WITHOUT_ROWS = {"adoptions"}
CONTEXTS = {"communes": {"as_of": date(2021, 11, 1)}}
# Of kinds with more rows the whole of one form goes out and comes in, and so many rows of the others.
MANY = 3_000


def exported(kind: str):
    resource = KINDS[kind]()
    queryset = resource.get_queryset()
    if kind == "communes":
        queryset = queryset.filter(begins_on=date.min)
    return resource, queryset


WAYS = [
    pytest.param(kind, write, id=f"{kind}-{write.__name__}")
    for kind in sorted(set(KINDS) - WITHOUT_ROWS)
    for write in (to_csv, to_xlsx, to_ods)
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "write"), WAYS)
def test_export_then_import_changes_nothing(kind, write):
    resource, queryset = exported(kind)
    rows = resource.rows_out(queryset)
    content = write(resource.get_export_headers(), rows if write is to_csv else islice(rows, MANY))
    table = table_of(read(content, kind)[0], KINDS[kind].wanted())
    outcomes = KINDS[kind](CONTEXTS.get(kind)).take_in(table, dry_run=True)
    counts = tally(outcomes)
    assert counts[SAME] == len(outcomes) > 0, [outcome for outcome in outcomes if outcome.state != SAME][:3]


def test_the_csv_of_a_kind_has_its_columns_in_order():
    header = next(csv.reader(io.StringIO(to_csv(KINDS["sources"]().get_export_headers(), []).decode())))
    assert header == [column.name for column in KINDS["sources"].columns]
