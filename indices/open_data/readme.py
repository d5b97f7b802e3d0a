"""What people read first in the package: what it is, how to cite it, its licences, its gaps, its words.

Everything is said from the data: which editions are partial, where series break, what columns mean.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.models import Source, UnitKind
from provinces.wording import count, day

from ..ahead import public_address
from ..comparing import Reason
from ..licensing import LICENCE
from ..models import Basis
from .coverage import Break, Covered, breaks_in, coverage_of
from .moment import Moment
from .package import ABOUT, TITLE, Written


def readme(written: Sequence[Written], moment: Moment, citation: str, released: bool) -> str:
    """The text in the language that is active, as Markdown. `released`: whether it is a release, with its changes."""
    covered = coverage_of(moment)
    parts = (
        [f"# {TITLE}", str(ABOUT), _("Home: %(address)s") % {"address": public_address("indices:data")}],
        _contents(written, released),
        _reading(),
        _coverage(covered),
        _breaks(list(breaks_in(covered))),
        _licences(written),
        [_heading(_("How to cite it")), citation, _("Name the document of a figure too: its code stands beside it.")],
        _dictionary(written),
    )
    return "\n\n".join(block for part in parts for block in part) + "\n"


def _heading(text: str) -> str:
    return f"## {text}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of Markdown; what would end a cell or a line is written otherwise."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def _contents(written: Sequence[Written], released: bool) -> Iterator[str]:
    yield _heading(_("What is in it"))
    yield _table(
        [_("File"), _("Rows"), _("A row is")],
        [[f"`{one.path}`", count(one.rows), one.table.about] for one in written],
    )
    yield _(
        "Besides: datapackage.json describes every file for programs (Frictionless), metadata.json for Datasette; "
        "SHA256SUMS proves that nothing was changed on the way. "
        "The same tables with keys, indices and views as one SQLite file: %(address)s"
    ) % {"address": public_address("indices:data_database")}
    if released:
        yield _(
            "changes.csv: what differs from the release before, in the tables that officials enter: rows added and "
            "removed, and cells by their column. Not compared: version, public_since, columns that are new or gone, "
            "and the tables that are derived."
        )


def _reading() -> Iterator[str]:
    yield _heading(_("How to read it"))
    lines = [
        _("An empty cell is not known here. It is never zero."),
        _("How a figure is known stands beside it: %(bases)s.")
        % {"bases": "; ".join(f"`{basis.value}` = {basis.label}" for basis in Basis)},
        _("A rank is one of so many: read it with the size of its field (rank_of, or the table of editions)."),
        _("Scores have the digits that were printed. Totals are never computed again from their parts."),
        _(
            "A result stays with the unit that was measured. The crosswalk says who became whom on 1/7/2025; it is no "
            "leave to add or average the results of units that merged."
        ),
        _("Codes and names were reused by mergers. Join tables by unit_id, which is never reused."),
        _("0001-01-01 as a first day: before anything recorded."),
        _("A text that begins with ' and then = + - or @ has that one ' so that no program takes it for a formula."),
        _("version and public_since say which version of an edition a row belongs to, and since when it is public."),
        _("Every CSV file of a table that officials enter can be imported again, and changes nothing."),
    ]
    yield "\n".join(f"- {line}" for line in lines)


def _kinds() -> dict[str, str]:
    return {UnitKind.PROVINCE: _("Provinces and cities"), UnitKind.MINISTRY: _("Ministries")}


def _coverage(covered: Sequence[Covered]) -> Iterator[str]:
    yield _heading(_("How much of each edition is here"))
    yield _("Partial tables are the normal case: the portal has what it has read in a source.")
    rows = [
        [
            one.edition.index.short_name,
            one.edition.year,
            _kinds()[one.kind],
            one.field if one.field is not None else _("not known"),
            one.scores,
            one.ranks,
            _said_of(one),
        ]
        for one in covered
    ]
    headings = [
        _("Index"),
        _("Year assessed"),
        _("Units"),
        _("Ranked"),
        _("Scores here"),
        _("Ranks here"),
        _("What is whole"),
    ]
    yield _table(headings, rows)


def _said_of(one: Covered) -> str:
    """What of a league table is here for every unit that was ranked."""
    scores, ranks = one.has_all(one.scores), one.has_all(one.ranks)
    if scores and ranks:
        return _("scores and ranks")
    return _("scores") if scores else _("ranks") if ranks else _("neither: partial")


def _breaks(breaks: Sequence[Break]) -> Iterator[str]:
    yield _heading(_("Breaks in series"))
    yield _(
        "Scores by different methods are not comparable, unless a source says so. "
        "Neither are ranks among different units."
    )
    lines = [
        _("%(index)s, %(units)s: %(year)s was measured by another method than %(before)s.")
        % {
            "index": one.now.index.short_name,
            "units": _kinds()[one.kind],
            "year": one.now.year,
            "before": one.before.year,
        }
        for one in breaks
        if one.reason == Reason.METHOD
    ]
    unknown = Counter((one.now.index.short_name, one.kind) for one in breaks if one.reason == Reason.METHOD_UNKNOWN)
    for (index, kind), pairs in unknown.items():
        lines.append(
            ngettext(
                "%(index)s, %(units)s: in %(n)s pair of years it is not known whether the method stayed the same.",
                "%(index)s, %(units)s: in %(n)s pairs of years it is not known whether the method stayed the same.",
                pairs,
            )
            % {"index": index, "units": _kinds()[kind], "n": pairs}
        )
    yield "\n".join(f"- {line}" for line in lines)


def _licences(written: Sequence[Written]) -> Iterator[str]:
    yield _heading(_("Licence"))
    yield _("Licence of the compilation: %(licence)s. PAPI and PCI figures belong to their publishers.") % {
        "licence": LICENCE
    }
    codes = frozenset().union(*(one.sources for one in written))
    documents = Source.objects.filter(code__in=codes).order_by("code")
    yield _("The documents, and the licence of each where it says one:")
    yield _table(
        [_("Code"), _("Document"), _("Published on"), _("Licence")],
        [
            [
                f"`{document.code}`",
                document.label,
                day(document.published_on) if document.published_on else "",
                document.licence or _("none stated"),
            ]
            for document in documents
        ],
    )
    if not settings.SITE_OWNER:
        yield _("This is not an official site of any public body.")


def _dictionary(written: Sequence[Written]) -> Iterator[str]:
    yield _heading(_("Dictionary"))
    for one in written:
        yield f"### {one.table.title} (`{one.path}`)"
        yield str(one.table.about)
        yield _table(
            [_("Column"), _("Heading"), _("Type"), _("Meaning")],
            [[f"`{field.name}`", field.label, field.type, field.help] for field in one.table.fields],
        )
