"""The page about the API: how it is asked, what it has, what it refuses, how long it stays."""

from django.conf import settings
from django.shortcuts import render

from ..api.endpoints import ENDPOINTS, ROOT
from ..api.parameters import USUAL_ROWS
from ..api.problems import PROBLEMS
from ..presenters.api import examples, programs


def api(request):
    """Examples with their answers, every table with its parameters and columns, problems, versions."""
    context = {
        "root": ROOT,
        "endpoints": ENDPOINTS,
        "examples": examples(),
        "programs": programs(),
        "problems": PROBLEMS,
        "usual_rows": min(USUAL_ROWS, settings.API_ROWS),
        "most_rows": settings.API_ROWS,
    }
    return render(request, "indices/api.html", context)
