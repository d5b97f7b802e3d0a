"""The OpenAPI description as it is handed out: what ninja generates, and what it does not know of."""

from typing import Any

from .endpoints import BY_NAME, ENDPOINTS, ROOT
from .problems import MEDIA_TYPE

CORS = "Access-Control-Allow-Origin"
HEADERS = {
    "ETag": "Tag of this state of the answer, for If-None-Match.",
    "Cache-Control": "How long it may be kept.",
    CORS: "Always *: scripts of any page may read.",
}
ABOUT_KEYS = {
    "code": "The row's own code.",
    "unit_id": "The permanent id of a unit.",
    "index": "Code of an index.",
    "year": "The year that was assessed.",
}
EXAMPLES = {endpoint.key_address: dict(zip(endpoint.key, endpoint.example, strict=True)) for endpoint in ENDPOINTS}
NEXT = "The address of the next page, rel=next; absent on the last one."


def _headers(told: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": about, "schema": {"type": "string"}} for name, about in told.items()}


def _headed(operation: dict[str, Any], listed: bool) -> None:
    """Give the answers of an operation their headers, and refusals their own type."""
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
            response["headers"] = _headers({CORS: HEADERS[CORS]})
        else:
            response["headers"] = _headers(HEADERS | ({"Link": NEXT} if listed else {}))
    operation["responses"][304] = {"description": "Not Modified: the ETag of If-None-Match still stands."}


def _without_asked(document: dict[str, Any]) -> None:
    """Take out what only describes parameters, which stand with their operations."""
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if name.endswith("Asked")]:
        del schemas[name]


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with problem documents under their own type, headers, and one operation for GET and HEAD."""
    for path, operations in document["paths"].items():
        operations.pop("head", None)
        for operation in operations.values():
            _headed(operation, path.removeprefix(ROOT) in BY_NAME)
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    name = parameter["name"]
                    parameter |= {"description": ABOUT_KEYS[name], "example": EXAMPLES[path][name]}
                for said in ("title", "description", "example"):
                    parameter["schema"].pop(said, None)
    _without_asked(document)
    return document
