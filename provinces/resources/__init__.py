"""The sheets about units and sources."""

from .communes import CommuneResource
from .names import UnitNameResource
from .regions import RegionMemberResource, RegionResource
from .sources import SourceResource
from .successions import SuccessionResource
from .units import MinistryResource, ProvinceResource

__all__ = [
    "CommuneResource",
    "MinistryResource",
    "ProvinceResource",
    "RegionMemberResource",
    "RegionResource",
    "SourceResource",
    "SuccessionResource",
    "UnitNameResource",
]
