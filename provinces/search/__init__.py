"""What a reader means by a few words, among things that have names.

Whole names come before beginnings, these before words inside a name; of two that fit equally, the one that has just
the marks that were typed. Pure: whoever knows the things makes `Entry`s of them.
"""

from .entries import Entries, Entry, Fit, Hit
from .typed import Typed
from .units import named_units

__all__ = ["Entries", "Entry", "Fit", "Hit", "Typed", "named_units"]
