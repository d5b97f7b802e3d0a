"""What is measured: indices and their editions, results, and the progress of digitization."""

from .adoptions import Adoption
from .assignments import IndexAssignment
from .claims import Claim
from .corrections import CorrectedFigure, Correction, UnderReview
from .definitions import Band, Criterion, Method, ReformIndex
from .editions import Edition, Participation
from .guidance import Guidance
from .indicators import Indicator
from .releases import Release, ReleaseArchive
from .results import Average, Basis, Derivation, Result, Score
from .snapshots import Snapshot
from .steps import CheckReason, EditionStep, Proposal
from .targets import Target

__all__ = [
    "Adoption",
    "Average",
    "Band",
    "Basis",
    "CheckReason",
    "Claim",
    "CorrectedFigure",
    "Correction",
    "Criterion",
    "Derivation",
    "Edition",
    "EditionStep",
    "Guidance",
    "IndexAssignment",
    "Indicator",
    "Method",
    "Participation",
    "Proposal",
    "ReformIndex",
    "Release",
    "ReleaseArchive",
    "Result",
    "Score",
    "Snapshot",
    "Target",
    "UnderReview",
]
