"""One indicator: what it counts, every unit's latest report, and all reports as files."""

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils import timezone

from ..cards.indicators import card_of_indicator
from ..catalogue import current_catalogue
from ..described import indicator_described
from ..files.indicators import indicator_file as file_of
from ..presenters.indicators import IndicatorReports
from ..presenters.progress import progress_of


def indicator_of(code: str) -> IndicatorReports:
    """Raises Http404."""
    catalogue = current_catalogue()
    indicator = next((one for one in catalogue.promises.indicators.values() if one.code == code), None)
    if indicator is None:
        raise Http404
    return IndicatorReports(indicator, timezone.localdate(), catalogue)


def indicator_detail(request: HttpRequest, code: str):
    """What is counted out of what, who has reported when, and the targets about it."""
    reports = indicator_of(code)
    about = [one for one in reports.catalogue.promises.standing if one.indicator_id == reports.indicator.pk]
    card = card_of_indicator(reports)
    context = {
        "reports": reports,
        "card": card,
        "described": indicator_described(reports, card),
        "indicator": reports.indicator,
        "progress": progress_of(about, reports.today, reports.catalogue),
        "section": "targets",
    }
    return render(request, "indices/indicator_detail.html", context)


def indicator_file(request: HttpRequest, code: str, ending: str):
    """Every report that was ever public, also those that another one replaced, as a file."""
    return file_of(indicator_of(code)).answer(request, ending)
