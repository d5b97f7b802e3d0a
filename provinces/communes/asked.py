"""What a reader typed, taken apart into the words for places and the service that was named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from ..names import tidy
from .words import ENDS_WITH_OTHER, LEADING_KIND, bare, plain

# What people call a certified electronic copy: words for the service, not for a place.
SERVICE = re.compile(
    r"\b(dich vu )?((ban sao )?(chung thuc|cong chung|sao y)( ban sao| ban chinh)?|ban sao)"
    r"( dien tu)?( tu ban chinh)?\b"
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
LONGEST_NAME = 6  # words; the longest name there is has five
WHOLE_WORDS_BELOW = 3  # characters; two letters stand only for a whole word of a name


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader typed, taken apart: the words for places, and whether the service was named.

    >>> Asked.read("Chứng thực bản sao điện tử ở xã An Hiệp, Ba Tri")
    Asked(text='Chứng thực bản sao điện tử ở xã An Hiệp, Ba Tri', words='o xa an hiep ba tri', name='an hiep', \
service=True, too_long=False)
    """

    text: str
    words: str = ""
    # The part before the first comma, without its type: what a name may begin with.
    name: str = ""
    service: bool = False
    too_long: bool = False

    @classmethod
    def read(cls, text: str) -> "Asked":
        """Take a typed text apart. Never raises."""
        if len(text) > settings.COMMUNE_QUERY_CHARACTERS:
            return cls(text[: settings.COMMUNE_QUERY_CHARACTERS], too_long=True)
        text = tidy(text.replace("\0", ""))
        all_words = bare(plain(text))
        words, service = _without_service(all_words)
        parts = (_without_service(bare(plain(part)))[0] for part in re.split(r"[,;]", text))
        name = next((part for part in parts if part), "")
        if service:
            name = re.sub(r"^(o|tai) (?=.)", "", name)
        return cls(text, words, LEADING_KIND.sub("", name), service)

    @property
    def nothing(self) -> bool:
        """Whether nothing was typed at all."""
        return not self.text

    @property
    def too_short(self) -> bool:
        """Whether one or two letters stand for a name: too few to find a part of one."""
        return len(self.words) < WHOLE_WORDS_BELOW

    @property
    def only_service(self) -> bool:
        """Whether the service was named and no place."""
        return self.service and not self.words

    def typed(self, words: str) -> str:
        """Some of the words as they were typed.

        >>> Asked.read("An Hiêp, Ba Trii").typed("ba trii")
        'Ba Trii'
        """
        as_typed: dict[str, str] = {}
        for token in re.split(r"[\s,;]+", self.text):
            for word in plain(token).split():
                as_typed.setdefault(word, _EDGES.sub("", token))
        return " ".join(dict.fromkeys(as_typed.get(word, word) for word in words.split()))

    def runs(self) -> Iterator[tuple[str, str]]:
        """Every run of words that may be a commune's name, with the words around it."""
        words = self.words.split()
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                before, after = words[:start], words[start + length :]
                if not ENDS_WITH_OTHER.search(" ".join(before)):
                    yield " ".join(words[start : start + length]), " ".join((*before, ",", *after))


def _without_service(words: str) -> tuple[str, bool]:
    left = " ".join(SERVICE.sub(" ", words).split())
    return left, left != words
