"""The sheets about indices, results and digitization."""

from .adoptions import AdoptionResource
from .claims import ClaimResource
from .definitions import BandResource, CriterionResource, MethodResource, ReformIndexResource
from .editions import EditionResource, ParticipationResource
from .guidance import GuidanceResource
from .indicators import IndicatorResource
from .results import ResultResource
from .scores import AverageResource, ScoreResource
from .snapshots import SnapshotResource
from .targets import TargetResource

__all__ = [
    "AdoptionResource",
    "AverageResource",
    "BandResource",
    "ClaimResource",
    "CriterionResource",
    "EditionResource",
    "GuidanceResource",
    "IndicatorResource",
    "MethodResource",
    "ParticipationResource",
    "ReformIndexResource",
    "ResultResource",
    "ScoreResource",
    "SnapshotResource",
    "TargetResource",
]
