"""How names are compared and sorted. Pure.

Vietnamese text arrives in many spellings: composed or decomposed, the tone on either vowel (Hoà, Hòa), an Icelandic
Ð for Đ, non-breaking spaces, en dashes, upper case, no marks at all. Three answers are given here:

* `tidy`     the same text in one encoding, as it is stored and shown;
* `spelled`  equal for two spellings of the same word with all its marks;
* `fold`     equal also when the marks were left out: what people type on a phone.
"""

import re
import unicodedata
from functools import lru_cache

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
SORT_WEIGHT = {letter: f"{number:02d}" for number, letter in enumerate(ALPHABET, start=40)}

_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")

# Words before a name that tell what the unit is, folded. The longest is taken off first.
TYPE_WORDS = {
    "province": ("thanh pho truc thuoc trung uong", "thanh pho", "tinh", "tp", "t p", "t"),
    "ministry": ("bo",),
    "commune": ("thi tran", "dac khu", "phuong", "xa", "tt", "p", "x"),
}


def tidy(text: str) -> str:
    """The text composed (NFC), with plain spaces and hyphens, Đ for Ð, and no space at either end.

    >>> tidy("Ðà\\u00a0Nẵng ")
    'Đà Nẵng'
    >>> tidy("Bà Rịa – Vũng Tàu")
    'Bà Rịa - Vũng Tàu'
    """
    if text.isascii() and text.isalnum():  # most cells: a code or a number
        return text
    composed = unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return _SPACES.sub(" ", _DASHES.sub("-", composed)).strip()


def spelled(text: str) -> str:
    """A key that is equal for every encoding and tone placement of the same words; marks count.

    >>> spelled("Hoà Bình") == spelled("HÒA BÌNH")
    True
    >>> spelled("Hòa Bình") == spelled("Hoa Bình")
    False
    """
    return " ".join(_tone_last(word) for word in _words(text))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """A key that is equal for every spelling, with or without marks: small Latin letters, digits, single spaces.

    >>> fold("Thừa Thiên - Huế")
    'thua thien hue'
    >>> fold("TP.HCM")
    'tp hcm'
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", tidy(text).casefold()) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare.replace("đ", "d")).strip()


def slugify(text: str) -> str:
    """The folded text as it stands in an address.

    >>> slugify("Bà Rịa - Vũng Tàu")
    'ba-ria-vung-tau'
    """
    return fold(text).replace(" ", "-")


def without_type(folded: str, kind: str) -> str:
    """A folded name without the word that tells what kind of unit it is, if something remains.

    >>> without_type("tinh ben tre", "province")
    'ben tre'
    >>> without_type("tp hcm", "province")
    'hcm'
    """
    for prefix in TYPE_WORDS[kind]:
        if folded.startswith(prefix + " "):
            return folded[len(prefix) + 1 :]
    return folded


def sort_key(text: str) -> str:
    """A key of digits that sorts as a Vietnamese dictionary does, whatever the database's collation.

    Letters first (đ after d, ă and â after a), then tones; numbers by value, so that Phường 2 is before Phường 10.

    >>> sorted(["Đà Nẵng", "Điện Biên", "Đắk Lắk", "Dak", "Phường 10", "Phường 2"], key=sort_key)
    ['Dak', 'Đà Nẵng', 'Đắk Lắk', 'Điện Biên', 'Phường 2', 'Phường 10']
    """
    letters, tones = [], []
    for word in _words(text):
        if word.isdigit():
            letters.append("20" + word.zfill(8)[:8])
            tones.append("0")
            continue
        bare, tone = _tone_apart(word)
        letters.append("".join(SORT_WEIGHT.get(letter, "39") for letter in bare))
        tones.append(tone)
    return "10".join(letters) + "00" + "".join(tones)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", tidy(text).casefold())


def _tone_apart(word: str) -> tuple[str, str]:
    """A word's letters without its tone, and the tone as a digit: ("hoa", "1") for hoà and for hòa."""
    tone, letters = "0", []
    for mark in unicodedata.normalize("NFD", word):
        if mark in TONES:
            tone = TONES[mark]
        else:
            letters.append(mark)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _tone_last(word: str) -> str:
    bare, tone = _tone_apart(word)
    return bare + tone
