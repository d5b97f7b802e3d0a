"""What is measured: indices and their editions, results, and the progress of digitization."""

from .assignments import IndexAssignment
from .claims import Claim
from .definitions import Band, Criterion, Method, ReformIndex
from .digitization import Adoption, Indicator, Snapshot, Target
from .editions import Edition, Participation
from .results import Average, Basis, Derivation, Result, Score

__all__ = [
    "Adoption",
    "Average",
    "Band",
    "Basis",
    "Claim",
    "Criterion",
    "Derivation",
    "Edition",
    "IndexAssignment",
    "Indicator",
    "Method",
    "Participation",
    "ReformIndex",
    "Result",
    "Score",
    "Snapshot",
    "Target",
]
