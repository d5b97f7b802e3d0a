"""What a newsroom takes of an edition in one go: texts to print, pictures, tables, documents, and how to cite them."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Source
from provinces.registry import RegisteredUnit
from provinces.wording import moment

from ..ahead import public_address
from ..bulletins import Section, section_of
from ..cards.card import Card, each_once, on_day
from ..cards.picture import names_of, picture_of
from ..cards.rankings import card_of_league
from ..cards.units import card_of_year
from ..catalogue import Catalogue
from ..licensing import licence_notes
from ..models import Edition
from ..presenters.figures import Sign
from ..presenters.profiles import IndexProfile, Profile, Records
from ..presenters.rankings import LeagueTable
from ..writing import DataFile, document_row
from .columns import DOCUMENT
from .rankings import league_file

LEADERS = 5  # whose cards are drawn: a picture costs some forty milliseconds
EARLIEST = (1980, 1, 1, 0, 0, 0)  # before which a zip knows no day


@dataclass(frozen=True, slots=True)
class Told:
    """One unit and what the edition says of it."""

    unit: RegisteredUnit
    plural: str
    name: str
    section: Section
    profiles: tuple[IndexProfile, ...]


@dataclass(frozen=True)
class PressPack:
    """The pack of one edition: its tables by the word in their address; `day` as it was public at its end."""

    edition: Edition
    leagues: Mapping[str, LeagueTable]
    catalogue: Catalogue
    at: datetime | None = None
    day: date | None = None

    @property
    def name(self) -> str:
        return f"{self.edition.index.code}-{self.edition.year}-press-pack"

    def written(self) -> bytes:
        """The zip. The same version gives the same bytes: its files carry the minute of publication."""
        published = self.edition.publish_at
        stamp = timezone.localtime(published).timetuple()[:6] if published else EARLIEST
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as pack:
            for path, content in self._files():
                entry = zipfile.ZipInfo(path, (*stamp[:5], 0))
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                entry.compress_type = zipfile.ZIP_STORED if path.endswith(".png") else zipfile.ZIP_DEFLATED
                pack.writestr(entry, content)
        return out.getvalue()

    def _files(self) -> Iterator[tuple[str, bytes | str]]:
        told = list(self._told())
        codes = each_once(source for one in told for source in one.section.sources)
        documents = {source.code: source for source in Source.objects.filter(code__in=codes)}
        cited = [documents[code] for code in codes if code in documents]
        yield "README.txt", self._readme(told)
        for one in told:
            yield f"bulletins/{one.plural}/{one.unit.slug}.txt", self._text(one, documents)
        for plural, league in self.leagues.items():
            yield (
                f"tables/{self._named(plural)}.xlsx",
                league_file(league, plural, self.at, self.day).written("xlsx")[0],
            )
        cards = dict(self._cards(told))
        names = names_of(code for card in cards.values() for code in card.sources)
        yield from ((f"cards/{path}.png", picture_of(card, names)) for path, card in cards.items())
        yield "sources.csv", _sources(cited).written("excel-csv")[0]
        yield "sources.txt", "\n".join(map(self._cited, cited)) + "\n"

    def _told(self) -> Iterator[Told]:
        """Every unit with a figure, or of which it is recorded that it was not ranked. The figures are read at once."""
        units = [(plural, unit) for plural, league in self.leagues.items() for unit in league.units]
        records = Records([unit.pk for _plural, unit in units], self.catalogue, self.at)
        for plural, unit in units:
            league = self.leagues[plural]
            if unit.pk in league.statuses or self.edition.pk in records.results.get(unit.pk, {}):
                profiles = tuple(Profile(unit, self.catalogue, self.at, records).indices)
                name = league.registry.full_name(unit.pk, league.day)
                yield Told(unit, plural, name, section_of(unit, league, profiles, self.at), profiles)

    def _cards(self, told: list[Told]) -> Iterator[tuple[str, Card]]:
        """The cards of the tables, and of those who come first."""
        for plural, league in self.leagues.items():
            yield self._named(plural), card_of_league(league, plural, self.day)
        for one in told:
            if self._leads(one):
                card = card_of_year(one.unit, one.name, self.edition.year, one.profiles, self.day)
                yield f"{one.plural}/{one.unit.slug}", card

    def _named(self, plural: str) -> str:
        return f"{self.edition.index.code}-{self.edition.year}-{plural}"

    def _leads(self, one: Told) -> bool:
        ranks = (row.rank for row in self.leagues[one.plural].rows if row.slug == one.unit.slug)
        return any(rank is not None and rank <= LEADERS for rank in ranks)

    def _text(self, one: Told, documents: Mapping[str, Source]) -> str:
        """One unit's bulletin as plain text, with its documents, its day and the page that keeps it."""
        text = str(one.section)
        page = public_address("indices:bulletin", one.plural, one.unit.slug, self.edition.year)
        lines = [f"{one.name}: {self.edition}", "", text, ""]
        lines += [f"{sign.mark} {sign.explanation}" for sign in _signs() if sign.mark in text]
        lines += [_("Sources:"), *(f"- {self._cited(documents[c])}" for c in one.section.sources if c in documents)]
        lines += [*self._public_since(), page, ""]
        return "\n".join(lines)

    @staticmethod
    def _cited(source: Source) -> str:
        return f"{source.label} ({public_address('indices:source', source.code)})"

    def _public_since(self) -> list[str]:
        if self.edition.publish_at is None:
            return []
        return [_("As public since %(time)s.") % {"time": moment(self.edition.publish_at)}]

    def _readme(self, told: list[Told]) -> str:
        index, year = self.edition.index, self.edition.year
        tables = [
            on_day(public_address("indices:league_table", index.code, year, plural), self.day)
            for plural in self.leagues
        ]
        lines = [
            _("%(edition)s: press pack") % {"edition": self.edition},
            index.name,
            *self._public_since(),
            "",
            _("What is in it"),
            _("bulletins/  one text for each unit with a figure (%(n)s), ready to be printed") % {"n": len(told)},
            _("cards/  pictures of the tables and of the first %(n)s of each") % {"n": LEADERS},
            _("tables/  the tables for a spreadsheet, with every unit and why a figure is missing"),
            _("sources.csv, sources.txt  the documents that the figures come from"),
            "",
            *self._absent(),
            _("How to read it"),
            *(f"{sign.mark} {sign.explanation}" for sign in _signs()),
            _("An empty cell is not known, not zero. A rank is always one of so many."),
            _("A text speaks of this edition alone; the bulletin at its address tells of the year's others too."),
            "",
            _("How to cite it"),
            _("%(publisher)s; figures as on the %(site)s.")
            % {"publisher": index.publisher, "site": _("Public administration reform portal")},
            *tables,
            *licence_notes(),
            "",
            _("Corrections stand at %(address)s") % {"address": public_address("indices:corrections")},
            _("Report an error in the figures")
            + f": {settings.CONTACT_EMAIL or public_address('indices:report_problem')}",
        ]
        if not settings.SITE_OWNER:
            lines.append(_("This is not an official site of any public body."))
        return "\n".join(lines) + "\n"

    def _absent(self) -> list[str]:
        """Whose figures are not here, by table."""
        missing = [league.absent_from_field for league in self.leagues.values()]
        names = [", ".join(absent.name for absent in absents) for absents in missing if absents]
        said = [_("The portal does not have the figures of: %(units)s.") % {"units": units} for units in names]
        return [*said, ""] if said else []


def _signs() -> list[Sign]:
    return [
        Sign("*", _("Inferred from the order in the source.")),
        Sign("†", _("Derived by the portal from other figures.")),
    ]


def _sources(documents: list[Source]) -> DataFile:
    """The documents as rows."""
    return DataFile("sources", _("Sources"), DOCUMENT, [document_row(document) for document in documents])
