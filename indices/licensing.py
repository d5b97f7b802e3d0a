"""Under which licence figures leave the portal: the compilation's, or their publisher's (see LICENSE)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import ReformIndex

LICENCE = "CC BY 4.0"
LICENCE_OF_MIXED = f"{LICENCE}; PAPI and PCI figures belong to their publishers"  # for programs, in one language
# Their figures belong to their publishers, whatever the licence of the compilation.
OF_THEIR_PUBLISHERS = {"papi", "pci"}


def mixed(names: Iterable[str]) -> bool:
    """Whether a table with these columns has rows of several indices, so that not all are under the one licence."""
    return not {"index", "papi_score"}.isdisjoint(names)


def licence_of(index: ReformIndex | None) -> str:
    """What a row says of its figures: CC BY 4.0, or whose they are. None for what is of no index."""
    if index is None or index.code not in OF_THEIR_PUBLISHERS:
        return LICENCE
    return _("belongs to its publisher (%(publisher)s); cite it") % {"publisher": index.publisher}


def licence_notes() -> list[str]:
    """What everything that leaves the portal says of its sources and its licence."""
    return [
        _("Each figure names its source: the document is at /sources/{code}/ on the portal."),
        _("Licence of the compilation: %(licence)s. PAPI and PCI figures belong to their publishers.")
        % {"licence": LICENCE},
    ]
