"""The sheets about indices, results and digitization."""

from .claims import ClaimResource
from .definitions import BandResource, CriterionResource, MethodResource, ReformIndexResource
from .digitization import AdoptionResource, IndicatorResource, SnapshotResource, TargetResource
from .editions import EditionResource, ParticipationResource
from .results import ResultResource
from .scores import AverageResource, ScoreResource

__all__ = [
    "AdoptionResource",
    "AverageResource",
    "BandResource",
    "ClaimResource",
    "CriterionResource",
    "EditionResource",
    "IndicatorResource",
    "MethodResource",
    "ParticipationResource",
    "ReformIndexResource",
    "ResultResource",
    "ScoreResource",
    "SnapshotResource",
    "TargetResource",
]
