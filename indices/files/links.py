"""The files of a page as links: in each form that it has, with what was asked of the page."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from ..ahead import address


class FileLink(NamedTuple):
    """What the link is called, and where it leads."""

    label: str
    address: str


def file_links(name: str, *where: object, query: str = "") -> list[FileLink]:
    """The forms of a file by the name of its address; `query` is what the page was asked, encoded, without `?`."""
    asked = f"?{query}" if query else ""
    csv = address(name, *where, "csv") + asked
    return [
        FileLink("Excel", address(name, *where, "xlsx") + asked),
        FileLink("CSV", csv),
        FileLink(_("CSV for Excel"), f"{csv}{'&' if query else '?'}excel=1"),
        FileLink("ODS", address(name, *where, "ods") + asked),
        FileLink("JSON", address(name, *where, "json") + asked),
    ]
