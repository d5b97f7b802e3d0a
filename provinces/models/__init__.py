"""Who is measured, and where facts come from."""

from .assignments import UnitAssignment
from .communes import CommuneList, ListedCommune
from .journal import JournalEntry
from .names import UnitName
from .regions import Region, RegionMember
from .runs import ImportRun
from .sources import Source
from .stamps import DataStamp
from .successions import Succession
from .units import BEGINNING, KINDS, PLURALS, Commune, Ministry, Province, Unit, UnitKind

__all__ = [
    "BEGINNING",
    "KINDS",
    "PLURALS",
    "Commune",
    "CommuneList",
    "DataStamp",
    "ImportRun",
    "JournalEntry",
    "ListedCommune",
    "Ministry",
    "Province",
    "Region",
    "RegionMember",
    "Source",
    "Succession",
    "Unit",
    "UnitAssignment",
    "UnitKind",
    "UnitName",
]
