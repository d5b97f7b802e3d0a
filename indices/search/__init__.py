"""The one search field of the portal: units, indices and their years, targets, communes, documents.

Words that stand for an index, a year, a kind of unit or a unit are taken out of what was typed, so that "sipas 2019
bến tre" is a place in a league table. What no noun has as a name, or in one, is told as not understood.
"""

from .search import Found, found_names, found_provinces, near_units, search

__all__ = ["Found", "found_names", "found_provinces", "near_units", "search"]
