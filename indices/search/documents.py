"""Documents, to be found by title, publisher and code: only those that something public rests on."""

from functools import lru_cache

from provinces.models import Source
from provinces.search import Entries, Entry
from provinces.search.entries import Name

from ..catalogue import Catalogue
from ..citing import public_documents


# Read once while the data's stamp stands, because every write of what is public makes a new catalogue, and while the
# same versions are public.
@lru_cache(maxsize=2)
def named_documents(catalogue: Catalogue, public: tuple[int, ...]) -> Entries[Source]:
    """The documents that the public may know of, the latest first; `public` are the keys of the public versions."""
    documents = public_documents(catalogue).only("code", "publisher", "title", "locator", "published_on")
    return Entries(Entry(document, _names(document), _order(document)) for document in documents)


def _names(document: Source) -> tuple[Name, ...]:
    texts = (document.title, document.publisher, f"{document.publisher} {document.title}", document.code)
    return tuple(Name.of(text) for text in dict.fromkeys(texts) if text.strip())


def _order(document: Source) -> tuple[int, str]:
    return -document.published_on.toordinal() if document.published_on else 0, document.code
