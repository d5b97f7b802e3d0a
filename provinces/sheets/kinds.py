"""The kinds of sheets that the portal understands. Each resource registers itself under the code of its kind."""

from .resource import SheetResource

KINDS: dict[str, type[SheetResource]] = {}


def register(resource: type[SheetResource]) -> type[SheetResource]:
    """Make a kind of sheet known under its code (a class decorator)."""
    KINDS[resource.code] = resource
    return resource
