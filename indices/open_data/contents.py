"""Everything that the portal gives away: the open tables, the lists of communes, and what is derived of them."""

from ..catalogue import Catalogue
from .crosswalk import CROSSWALK
from .derived import OpenTable
from .dictionary import dictionary_of
from .panel import panel_of
from .tables import TABLES, commune_table


def open_tables(catalogue: Catalogue) -> dict[str, OpenTable]:
    """Every table by its name, in the order in which they can be imported into an empty portal; derived ones last."""
    communes = [commune_table(listed.as_of) for listed in catalogue.registry.commune_lists]
    tables: list[OpenTable] = [*TABLES, *communes, CROSSWALK, panel_of(catalogue.indices.values())]
    return {table.name: table for table in (*tables, dictionary_of(tables))}
