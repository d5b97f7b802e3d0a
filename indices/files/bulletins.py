"""A bulletin as a file: its sentences, each with the documents of its figures."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.models import PLURALS

from ..ahead import public_address
from ..bulletins import Bulletin
from ..bulletins.sentences import Figure, Sentence
from ..cards.card import on_day
from ..licensing import LICENCE, licence_of
from ..models import ReformIndex
from ..writing import BETWEEN_CODES, DataFile
from . import columns as c

COLUMNS: c.Columns = (
    c.Column("no", _lazy("Number"), c.Type.WHOLE, help=_lazy("The order of reading, from 1.")),
    c.Column(
        "about",
        _lazy("About"),
        c.Type.CODE,
        help=_lazy("What the sentence tells of."),
        values=_lazy(
            "results; origins: units before; digitization: reports and targets; since: what became of the unit"
        ),
    ),
    c.INDEX,
    c.YEAR,
    *c.UNIT,
    c.Column("sentence", _lazy("Sentence"), help=_lazy("As it may be printed, in the language of the address.")),
    c.Column(
        "figures",
        _lazy("Figures"),
        help=_lazy("The figures and names of the sentence that a document says, in its order."),
    ),
    c.source_column(
        "source",
        _lazy("Sources"),
        help=_lazy("The documents of these figures, each once, in their order."),
    ),
    c.LICENCE_COLUMN,
)


def bulletin_file(bulletin: Bulletin, name: str, full_name: str, day: date | None = None) -> DataFile:
    """One row for each sentence. `day`: as it stood at the end of that day."""
    unit = bulletin.unit
    common = {
        "year": bulletin.year,
        "code": unit.code,
        "unit_id": unit.permanent_id,
        "name": name,
        "slug": unit.slug,
    }
    return DataFile(
        name=f"{unit.slug}-{bulletin.year}-bulletin",
        title=_("%(unit)s: bulletin of %(year)s") % {"unit": full_name, "year": bulletin.year},
        columns=COLUMNS,
        rows=[{"no": no, **row, **common} for no, row in enumerate(_rows(bulletin), start=1)],
        address=on_day(public_address("indices:bulletin", PLURALS[unit.kind], unit.slug, bulletin.year), day),
        public_at=bulletin.changed_at,
        day=day,
        notes=[
            _("Every sentence is made from the data on this portal. A figure leads to its document."),
            _("* and † stand behind figures that were inferred or derived; what the portal computes has no document."),
        ],
        facts={"unit_id": unit.permanent_id, "kind": unit.kind, "year": bulletin.year},
    )


def _rows(bulletin: Bulletin) -> Iterator[dict[str, Any]]:
    """In the order in which the page has them."""
    yield from _told("origins", bulletin.origins)
    for section in bulletin.sections:
        yield from _told("results", section.sentences, section.index)
    yield from _told("digitization", bulletin.digitization)
    if bulletin.since:
        yield from _told("since", (bulletin.since,))


def _told(about: str, sentences: Iterable[Sentence], index: ReformIndex | None = None) -> Iterator[dict[str, Any]]:
    for sentence in sentences:
        yield {
            "about": about,
            "index": index.code if index else "",
            "sentence": str(sentence),
            "figures": "; ".join(part.text for part in sentence.parts if isinstance(part, Figure) and part.source),
            "source": BETWEEN_CODES.join(sentence.sources),
            "licence": licence_of(index) if index else LICENCE,
        }
