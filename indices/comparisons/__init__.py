"""Up to six units side by side: whom and what a reader asks for, the rows, and what is not fair about comparing them.

Nothing is added, averaged or carried over from one unit to another: each column is what was published of one unit.
"""

from .asked import Asked, compare_address
from .table import Comparison

__all__ = ["Asked", "Comparison", "compare_address"]
