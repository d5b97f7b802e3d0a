"""Version 1: an address for each endpoint, the refusals, and the description that is generated from both."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from provinces.language import speaking

from ..ahead import public_address
from ..licensing import LICENCE
from .answers import Question, list_answer, one_answer
from .description import completed
from .encoding import encoded
from .endpoints import ENDPOINTS, ROOT, Endpoint, parameters_at
from .parameters import Code, UnitId, Year, check_names, model_of, refusal_of
from .problems import NOT_FOUND, Refused, told
from .schemas import Places, ProblemDocument, models_of

READ = ["GET", "HEAD"]
ABOUT = """\
The published indices of administrative reform in Viet Nam, the progress of its targets, and the registry of the units
that are measured: read-only JSON. Figures are numbers with the digits that were printed; what is missing is null, never
zero. Keys are English; names stand in Vietnamese and, where there is one, in English. The page about the API tells how
versions go on and what each problem means."""


class DescribedAPI(NinjaAPI):
    """An API whose description is made once and completed by what ninja does not know of."""

    @cached_property
    def description_document(self) -> dict[str, Any]:
        with speaking("en"):
            return completed(super().get_openapi_schema(path_prefix=ROOT.strip("/") + "/"))

    def get_openapi_schema(self, **_asked: Any) -> Any:
        return self.description_document


api = DescribedAPI(
    title="Reform portal: open data",
    version="1.0.0",
    description=ABOUT,
    urls_namespace="api_v1",
    docs_url=None,
    servers=[{"url": settings.SITE_URL}],
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}}},
)


def _list_view(endpoint: Endpoint, model: Any) -> Callable[..., HttpResponse]:
    def rows(request: HttpRequest, asked: Query[model]) -> HttpResponse:
        check_names(request.GET, endpoint.of_list)
        return list_answer(Question(endpoint, asked.model_dump(exclude_none=True)), request)

    return rows


def _one_view(endpoint: Endpoint, model: Any) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, asked: Any, **key: Any) -> HttpResponse:
        check_names(request.GET, endpoint.of_one)
        return one_answer(Question(endpoint, asked.model_dump(exclude_none=True)), key)

    Asked = Query[model]

    def by_unit(request: HttpRequest, unit_id: Path[UnitId], asked: Asked) -> HttpResponse:
        return answer(request, asked, unit_id=unit_id)

    def by_edition(request: HttpRequest, index: Path[Code], year: Path[Year], asked: Asked) -> HttpResponse:
        return answer(request, asked, index=index, year=year)

    def by_code(request: HttpRequest, code: Path[Code], asked: Asked) -> HttpResponse:
        return answer(request, asked, code=code)

    views: dict[tuple[str, ...], Callable[..., HttpResponse]] = {
        ("unit_id",): by_unit,
        ("index", "year"): by_edition,
        ("code",): by_code,
    }
    return views[endpoint.key]


def _add(endpoint: Endpoint) -> None:
    """Give an endpoint its addresses."""
    page, one = models_of(endpoint)
    name, tag = endpoint.name, [endpoint.name]
    refusals = dict.fromkeys((400, 404, 405, 500, 503), ProblemDocument)
    about = str(endpoint.table.about)
    asked = model_of(f"{page.__name__}Asked", endpoint.of_list)
    api.api_operation(
        READ, f"/{name}", response={200: page} | refusals, operation_id=f"list_{name.replace('-', '_')}",
        summary=str(endpoint.table.title), description=about, tags=tag, url_name=name,
    )(_list_view(endpoint, asked))  # fmt: skip
    if endpoint.key:
        asked = model_of(f"{one.__name__}Asked", endpoint.of_one)
        gone = {410: ProblemDocument} if name == "editions" else {}
        api.api_operation(
            READ, endpoint.key_address.removeprefix(ROOT[:-1]), response={200: one} | refusals | gone,
            operation_id=f"get_{name.replace('-', '_')}", summary=f"{endpoint.table.title}: one",
            description=about, tags=tag, url_name=f"{name}-one",
        )(_one_view(endpoint, asked))  # fmt: skip


with speaking("en"):
    for _endpoint in ENDPOINTS:
        _add(_endpoint)


@api.api_operation(
    READ, "/", response={200: Places, **dict.fromkeys((400, 405, 500, 503), ProblemDocument)},
    operation_id="list_tables", summary="Tables", tags=["tables"], url_name="root",
)  # fmt: skip
def tables(request: HttpRequest) -> HttpResponse:
    """Everything that the API has, with the parameters of each table."""
    check_names(request.GET, ())
    places = [
        {
            "name": endpoint.name,
            "about": str(endpoint.table.about),
            "rows": settings.SITE_URL + endpoint.address,
            "row": settings.SITE_URL + endpoint.key_address if endpoint.key else None,
            "parameters": [parameter.name for parameter in endpoint.of_list],
        }
        for endpoint in ENDPOINTS
    ]
    said = {
        "description": f"{settings.SITE_URL}{ROOT}openapi.json",
        "documentation": public_address("indices:api"),
        "licence": LICENCE,
        "tables": places,
    }
    return HttpResponse(encoded(said) + "\n", content_type="application/json")


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return told(request, refusal.problem, refusal.detail, **refusal.told)


@api.exception_handler(ValidationError)
def not_taken(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value of another form than its parameter has; in a path, the name of nothing."""
    place, *_steps, name = error.errors[0]["loc"]
    if place == "path":
        return told(request, NOT_FOUND, "Nothing is at this address.")
    parameters = parameters_at(request.path)
    return refused(request, refusal_of(request.GET, next(one for one in parameters if one.name == name)))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return told(request, NOT_FOUND, "Nothing is at this address.")


@api.exception_handler(Exception)
def failed(_request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw is the portal's to record and to answer, not ninja's to show."""
    raise error
