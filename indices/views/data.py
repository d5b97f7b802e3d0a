"""Everything at once: each open table as a file, all of them as one zip and as one database."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ..catalogue import current_catalogue
from ..described import data_described
from ..models import Release, ReleaseArchive
from ..open_data.archive import NAME, Archive, citation
from ..open_data.contents import open_tables
from ..open_data.database import database
from ..open_data.derived import Derived
from ..open_data.forms import JSON, table_book, table_csv, table_json
from ..open_data.moment import Moment
from ..open_data.releases import cut_if_nobody_does, sum_of
from ..presenters.releases import ReleaseRow
from ..writing import ENDINGS
from .as_of import AsOf

SQLITE = "application/vnd.sqlite3"
# What never changes is asked for once a year.
FOR_EVER = "public, max-age=31536000, immutable"


def data(request: HttpRequest):
    """What there is, in which forms, under which licence, and how it is cited."""
    catalogue = current_catalogue()
    moment = Moment.now(catalogue)
    tables = open_tables(catalogue).values()
    context = {
        "entered": [table for table in tables if not isinstance(table, Derived)],
        "derived": [table for table in tables if isinstance(table, Derived)],
        "endings": ENDINGS.split("|"),
        "changed_at": moment.changed_at,
        "citation": Archive(moment).citation,
        "newest": Release.objects.first(),
        "described": data_described(moment, tables),
    }
    return render(request, "indices/data.html", context)


def asked(request: HttpRequest) -> tuple[Moment, HttpResponse | None]:
    """The moment that is asked for; a redirect where the last change before it was on another day. Raises Http404
    where nothing was public by then."""
    day = AsOf.asked(request)
    moment = Moment(current_catalogue(), day.at or timezone.now())
    if day.day is None:
        return moment, None
    if not moment.editions or moment.changed_at is None:
        raise Http404
    known = timezone.localdate(moment.changed_at)
    return moment, redirect(day.address(request, known)) if known != day.day else None


def table_file(request: HttpRequest, name: str, ending: str):
    """One table as a file; `?excel=1` gives a CSV that Excel opens with a double click. Raises Http404."""
    moment, elsewhere = asked(request)
    table = open_tables(moment.catalogue).get(name)
    if table is None:
        raise Http404
    if elsewhere:
        return elsewhere
    response: HttpResponse | StreamingHttpResponse
    if ending == "csv" and request.GET.get("excel") != "1":
        response = StreamingHttpResponse(table_csv(table, moment), content_type="text/csv; charset=utf-8")
    elif ending == "json":
        response = StreamingHttpResponse(table_json(table, moment), content_type=JSON)
    else:
        content, content_type = table_book(table, moment, "excel-csv" if ending == "csv" else ending)
        response = HttpResponse(content, content_type=content_type)
    return named(response, f"{name}.{ending}")


def package(request: HttpRequest):
    """Everything as one zip."""
    moment, elsewhere = asked(request)
    if elsewhere:
        return elsewhere
    return named(HttpResponse(Archive(moment).content(), content_type="application/zip"), f"{NAME}.zip")


def data_database(request: HttpRequest):
    """Everything as one SQLite file."""
    moment, elsewhere = asked(request)
    if elsewhere:
        return elsewhere
    return named(HttpResponse(database(moment), content_type=SQLITE), f"{NAME}.sqlite3")


def release_list(request: HttpRequest):
    """Every release, the newest first.

    Nobody writes anything in the minute of publication: who asks first after it has the release cut, if no timer did.
    That is the one page that writes when it is read. It does so once for each publication, whoever asks.
    """
    cut_if_nobody_does()
    catalogue = current_catalogue()
    rows = [ReleaseRow(release, catalogue) for release in Release.objects.all()]
    return render(request, "indices/releases.html", {"releases": rows})


def newest_release(request: HttpRequest):
    """The archive of the newest release, which is cut first if one is due. Raises Http404 where there is none."""
    cut_if_nobody_does()
    newest = Release.objects.first()
    if newest is None:
        raise Http404
    return redirect("indices:release_archive", newest.number)


def release(request: HttpRequest, number: int):
    """One release: why it was made, what it changed, how it is cited and proved."""
    found = get_object_or_404(Release, number=number)
    context = {
        "release": ReleaseRow(found, current_catalogue()),
        "citation": citation(found.number, found.at),
        "newer": Release.objects.filter(number__gt=number).order_by("number").first(),
    }
    return render(request, "indices/release.html", context)


def release_archive(request: HttpRequest, number: int):
    """The bytes of a release; they never change."""
    archive = get_object_or_404(ReleaseArchive, release__number=number)
    # Streamed: what everybody has kept for ever needs no place among the pages that are kept.
    response = StreamingHttpResponse([bytes(archive.content)], content_type="application/zip")
    response["Content-Length"] = str(len(archive.content))
    response["Cache-Control"] = FOR_EVER
    return named(response, f"{NAME}-{number}.zip")


def release_sum(request: HttpRequest, number: int):
    """The digest of a release's archive, as sha256sum reads it."""
    found = get_object_or_404(Release, number=number)
    response = HttpResponse(sum_of(found), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response


def named(response, name: str):
    """An answer that is kept under a name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
