"""A unit's year on paper: one A4 page as PDF, and the report that a department completes in Word."""

from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone

from provinces.language import reader_language
from provinces.models import KINDS
from provinces.names import slugify

from ..catalogue import current_catalogue
from ..paper.one_page import one_page_of
from ..paper.pdf import one_page_pdf
from ..paper.report import report_of
from ..paper.word import report_docx
from ..paper.year import UnitYear, year_of
from .moved import moved


def paper_year(plural: str, slug: str, year: str) -> tuple[UnitYear, bool]:
    """A unit's year, and whether the address names it as it is called now. Raises Http404 where nothing is public."""
    catalogue = current_catalogue()
    known = catalogue.registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    found = year_of(known, int(year), catalogue, plural, timezone.localdate())
    if found is None:
        raise Http404
    return found, known.slug == slug


def one_page(request, plural: str, slug: str, year: str):
    """One A4 page; a browser shows it at once."""
    about, called = paper_year(plural, slug, year)
    if not called:
        return moved(request, "indices:one_page", plural, about.unit.slug, year)
    content = one_page_pdf(partial(one_page_of, about, draft=getattr(request, "watermark", "")))
    ending = "one-page" if reader_language() == "en" else "mot-trang"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{about.unit.slug}-{year}-{ending}.pdf"'},
    )


def report(request, plural: str, slug: str, year: str):
    """The analysis report, to be completed in Word."""
    about, called = paper_year(plural, slug, year)
    if not called:
        return moved(request, "indices:report", plural, about.unit.slug, year)
    beginning = "analysis-report" if reader_language() == "en" else "bao-cao-phan-tich-ket-qua"
    return HttpResponse(
        report_docx(report_of(about, draft=getattr(request, "watermark", ""))),
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        headers={"Content-Disposition": f'attachment; filename="{beginning}-{about.unit.slug}-{year}.docx"'},
    )
