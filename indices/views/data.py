"""Everything at once: each open table as a file, all of them as one zip and as one database."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ..catalogue import current_catalogue
from ..described import data_described
from ..open_data.archive import NAME, Archive
from ..open_data.contents import open_tables
from ..open_data.database import database
from ..open_data.derived import Derived
from ..open_data.forms import JSON, table_book, table_csv, table_json
from ..open_data.moment import Moment
from ..writing import ENDINGS
from .as_of import AsOf

SQLITE = "application/vnd.sqlite3"
# How many minutes a reader's own copy of what never changes is good for: a year.
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


def named(response, name: str):
    """An answer that is kept under a name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
