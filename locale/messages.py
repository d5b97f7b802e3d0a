"""Collects the texts of code and templates into the Vietnamese catalogue, compiles it, or checks it.

    python locale/messages.py            collect and compile
    python locale/messages.py --check    say what is missing; exit 1 if anything is

Babel reads Python and Jinja2 itself; Django's own templates (the admin) are read through Django's `templatize`.
English is the language of the code and needs no catalogue.
"""

import io
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "_now": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def texts_of(path: Path):
    """The texts in one file, as (line, message, context)."""
    content = path.read_bytes()
    method, options = "python", {}
    if path.suffix == ".html" and "public" in path.parts:
        method, options = "jinja2.ext:babel_extract", {"trimmed": "true"}
    elif path.suffix == ".html":
        lines = templatize(content.decode(), origin=str(path)).splitlines()
        content = "\n".join(line.strip() for line in lines).encode()
    for line, message, _comments, context in extract(method, io.BytesIO(content), keywords=KEYWORDS, options=options):
        yield line, message, context


def collected() -> Catalog:
    """Every text of the project."""
    catalog = Catalog(locale="vi", charset="utf-8")
    places = [*(ROOT / name for name in ("provinces", "indices", "reform_portal", "templates", "locale/borrowed.py"))]
    for place in places:
        for path in sorted([*place.rglob("*.py"), *place.rglob("*.html")]) if place.is_dir() else [place]:
            if "migrations" not in path.parts:
                for _line, message, context in texts_of(path):
                    catalog.add(message, locations=[(str(path.relative_to(ROOT)), None)], context=context)
    return catalog


def main() -> int:
    template = collected()
    known = read_po(io.BytesIO(PO.read_bytes()), locale="vi", charset="utf-8") if PO.exists() else Catalog(locale="vi")
    if "--check" in sys.argv:
        lacking = [message.id for message in template if message.id and not _translated(known, message)]
        obsolete = [message.id for message in known if message.id and message.id not in template]
        for text in lacking:
            print(f"not translated: {text!r}")
        for text in obsolete:
            print(f"no longer used: {text!r}")
        fresh = MO.exists() and MO.read_bytes() == compiled(known)
        if not fresh:
            print("django.mo is older than django.po: run make messages")
        return 1 if lacking or obsolete or not fresh else 0
    known.update(template, no_fuzzy_matching=True)
    known.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, known, width=110, sort_output=True, include_lineno=False, omit_header=False, ignore_obsolete=True)
    PO.write_bytes(out.getvalue())
    MO.write_bytes(compiled(read_po(io.BytesIO(PO.read_bytes()), locale="vi", charset="utf-8")))
    return 0


def _translated(catalog: Catalog, message) -> bool:
    found = catalog.get(message.id, message.context)
    strings = found.string if found and isinstance(found.string, tuple) else (found.string if found else "",)
    return bool(found) and not found.fuzzy and all(strings)


def compiled(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
