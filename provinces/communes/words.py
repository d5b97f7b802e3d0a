"""The words around a commune's name: kinds of units, districts, and what names nothing."""

import re
from collections.abc import Collection
from functools import lru_cache

from ..matching import bare_district
from ..names import fold

# Words that tell what kind of unit a name is of. After those of a district or province stands no commune's name.
OF_COMMUNES = ("thi tran", "dac khu", "phuong", "xa", "tt", "p", "f", "x")
OF_OTHERS = ("huyen dao", "thanh pho", "thi xa", "huyen", "quan", "tinh", "tp", "tx", "h", "q", "t")
KIND_WORDS = re.compile(rf"\b({'|'.join((*OF_OTHERS, *OF_COMMUNES))})\b")
KIND_OF_COMMUNE = re.compile(rf"\b(?<!\bthi )({'|'.join(OF_COMMUNES)})(?= |$)")
ENDS_WITH_KIND_OF_COMMUNE = re.compile(rf"\b({'|'.join(OF_COMMUNES)})$")
LEADING_KIND = re.compile(rf"^({'|'.join(OF_COMMUNES)}) (?=.)")
ENDS_WITH_OTHER = re.compile(rf"\b({'|'.join(OF_OTHERS)})$")
OF_PROVINCE = re.compile(r"^(tinh|t|thanh pho|tp) (?=.)")
OF_DISTRICT = re.compile(r"^(huyen dao|huyen|quan|thi xa|thanh pho|tp|tx|h|q) (?=.)")
DISTRICT_AFTER = re.compile(r"(?<= )(huyen dao|huyen|quan|thi xa|thanh pho|tp|tx|h|q) .+")
# What the short words for kinds of units stand for.
DISTRICTS_IN_FULL = {"h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho"}
COMMUNES_IN_FULL = {
    "thi tran": "Thị trấn", "tt": "Thị trấn", "dac khu": "Đặc khu", "phuong": "Phường", "p": "Phường", "f": "Phường",
    "xa": "Xã", "x": "Xã",
}  # fmt: skip
# What stands around all that names a place: Mã xã 29161; An Hiệp, Ba Tri, Việt Nam.
_LABEL = re.compile(r"^ma( so| xa| phuong| thi tran| don vi)* (?=\d{4,5}\b)")
_COUNTRY = re.compile(r"(?<=.) (viet nam|vietnam|vn)$")
# Words of a question that name nothing: UBND xã An Hiệp có chứng thực điện tử chưa?
_FILLING = re.compile(r"\b(uy ban nhan dan|ubnd|o|tai|thuoc|co|duoc|lam|chua|khong)\b")
_JOINED = re.compile(r"\b([pqf](?=\d{1,2}\b)|t[px](?=[a-z]{2}))")  # P2, Q1, TPHCM
_SHORT_NUMBER = re.compile(r"\b0+(?=\d\b)")  # Phường 01 is Phường 1


def plain(text: str) -> str:
    """A text folded, and every number alone and without a leading zero.

    >>> plain("P02, Quận 03")
    'p 2 quan 3'
    """
    return _SHORT_NUMBER.sub("", _JOINED.sub(r"\1 ", fold(text)))


def bare(words: str) -> str:
    """Plain words without what stands around all that names a place.

    >>> bare("ma xa 29161"), bare("an hiep ba tri viet nam")
    ('29161', 'an hiep ba tri')
    """
    return _COUNTRY.sub("", _LABEL.sub("", words))


def without_filling(words: str) -> str:
    """Words without those of a question that name nothing."""
    return _FILLING.sub(" ", words)


def left_of(rest: str, places: Collection[str]) -> str:
    """What remains of the words without the places and without the words that name nothing."""
    words = set(rest.split())
    for place in sorted(places, key=len, reverse=True):
        if words.issuperset(place.split()):
            rest = re.sub(rf"\b{place}\b", ",", rest)
    return without_filling(KIND_WORDS.sub(" ", rest)).replace(",", " ").strip()


@lru_cache(maxsize=2_000)
def spellings_of_district(district: str) -> tuple[str, ...]:
    """A district with its type and without; only with it, if it is called by its number.

    >>> spellings_of_district("Huyện Ba Tri"), spellings_of_district("Quận 03")
    (('huyen ba tri', 'ba tri'), ('quan 3',))
    """
    full, bare = plain(district), bare_district(district)
    return (full,) if bare.isdigit() else (full, bare)
