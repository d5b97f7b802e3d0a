"""What a newspaper would print of a unit in a year: its results as sentences, made of the data by fixed rules.

Calm words only: a level is "close to" below 0.10 points, else "above" or "below"; a last place is written as any other.
A sentence that lacks a figure leaves its part out. No causes, no forecasts. Every figure names its document; what the
portal computes of two of them names none.
"""

from .bulletin import Bulletin, Section, bulletin_in, bulletin_of, section_of
from .year import PublicYear

__all__ = ["Bulletin", "PublicYear", "Section", "bulletin_in", "bulletin_of", "section_of"]
