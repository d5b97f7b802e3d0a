"""The directories of provinces and of ministries as files; their pages stand on the floor below."""

from django.utils import timezone

from provinces.models import KINDS

from ..catalogue import current_catalogue
from ..files.directories import directory_file as file_of


def directory_file(request, plural: str, ending: str):
    """Every unit of a kind through time."""
    return file_of(KINDS[plural], timezone.localdate(), current_catalogue().registry).answer(request, ending)
