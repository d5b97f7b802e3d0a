"""A source's page and its files: the document, and every public figure taken from it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from provinces.models import Source

from ..catalogue import current_catalogue
from ..files import sources as files
from ..presenters.documents import Cited, cited
from ..presenters.goals import goal_of, title_of


def cited_by(code: str) -> Cited:
    """What rests on a document. Raises Http404, also where nothing of it is public."""
    found = cited(get_object_or_404(Source, code=code), current_catalogue())
    if found is None:
        raise Http404
    return found


def source(request, code: str):
    """One document and all figures from it."""
    found = cited_by(code)
    context = {
        "source": found.source,
        "results": found.results,
        "claims": found.claims,
        "averages": found.averages,
        "snapshots": found.snapshots,
        "guidance": found.guidance,
        "targets": [(target, title_of(target), goal_of(target)) for target in found.targets],
        "names": found.names,
    }
    return render(request, "indices/source.html", context)


def source_file(request, code: str, ending: str):
    """The same figures as a file."""
    return files.source_file(cited_by(code), current_catalogue()).answer(request, ending)
