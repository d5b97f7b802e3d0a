"""Odd texts, numbers and days, and requests that are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

from tests.fuzz.routes import Route

ODD_NUMBERS = (
    "0", "-0", "-1", "1e3", "1e999", "0x10", "1_000", "+5", " 7 ", "٣", "１２", "½", "²", "NaN", "-inf", "1.5", "1,5",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "9" * 400, "-" + "9" * 5000,
)  # fmt: skip
ODD_DAYS = (
    "0001-01-01", "0000-00-00", "9999-12-31", "10000-01-01", "2020-02-30", "2020-13-01", "20200101", "2020-W01-1",
    "2020-1-1", "-2020-01-01", "2021-11-15T00:00:00Z", "２０２０-01-01", "today", "2020-01-01 ", "1/1/2021",
)  # fmt: skip
ODD_TEXTS = (
    "", " ", "\0", "a\0b", "%", "%00", "%zz", "_", "'", '"', "\\", "';--", "<script>", "{{7*7}}", "${7}", "../../etc",
    "\r\nSet-Cookie: a=b", "\u202eabc", "\u200b", "\ufeff", "\ud7ff", "\ufffd", "\U0001f1fb\U0001f1f3", "é", "e\u0301",
    "Đ", "ĐỒNG NAI", "bến tre", "ﬀ", "ß", "İ", "ı", "ǅ", "a" * 3000, "ế" * 2000, "a " * 1500, ",", ",,", "~", "-", "--",
    "-score", "true", "null", "[]", "{}", "*", ".", "..", "/", "//", "?", "#", "&", "=", "+", ";", "|",
)  # fmt: skip
# Bytes that are no UTF-8: halves, surrogates, too long forms.
ODD_BYTES = (b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xfe\xff\x00a", b"a\x80b")

odd_texts = st.one_of(
    st.sampled_from(ODD_TEXTS),
    st.sampled_from(ODD_NUMBERS),
    st.sampled_from(ODD_DAYS),
    st.text(max_size=20),
    st.integers().map(str),
    st.dates().map(str),
)
# As they stand in an address: quoted, as bytes that are no text, or as they are.
spelled = st.one_of(
    odd_texts.map(lambda text: quote(text, errors="replace")), st.sampled_from(ODD_BYTES).map(quote_from_bytes)
)


def mutated(real: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A real value, most often as it is, else cut, doubled, in capitals or with something odd in it."""
    return st.one_of(
        real.map(quote),
        real.map(quote),
        real.map(quote),
        spelled,
        st.tuples(real, st.integers(0, 12)).map(lambda pair: quote(pair[0][: pair[1]])),
        st.tuples(real, spelled).map(lambda pair: quote(pair[0]) + pair[1]),
        real.map(lambda text: quote(text.upper())),
        st.tuples(real, st.sampled_from("~.- ,_")).map(lambda pair: quote(pair[0] + pair[1] + pair[0])),
    )


def queries(keys: st.SearchStrategy[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Query strings: known keys and odd ones, repeated, with values or without."""
    pair = st.tuples(st.one_of(keys, keys, keys, spelled), mutated(values)).map("=".join)
    return st.one_of(
        st.just(""),
        st.lists(pair, min_size=1, max_size=4).map("&".join),
        st.lists(pair, min_size=1, max_size=4).map("&".join),
        st.tuples(keys, mutated(values), st.integers(2, 60)).map(
            lambda said: "&".join([f"{said[0]}={said[1]}"] * said[2])
        ),
        spelled,
    )


@dataclass(frozen=True)
class Asked:
    """A request's address as it stands in its first line."""

    path: str
    query: str


def addresses(
    routes: list[Route],
    parts: Mapping[str, list[str]],
    keys: st.SearchStrategy[str],
    values: st.SearchStrategy[str],
) -> st.SearchStrategy[Asked]:
    """Addresses of the routes. A part that `parts` does not know is given any value of another part."""
    anything = st.sampled_from(sorted({value for values in parts.values() for value in values}))
    known = {name: mutated(st.sampled_from(values)) for name, values in parts.items()}

    def of(route: Route) -> st.SearchStrategy[Asked]:
        said = {name: known.get(name, mutated(anything)) for name in route.parts}
        path = st.fixed_dictionaries(said).map(lambda spelled: "/" + route.template % spelled)
        return st.builds(Asked, path, queries(keys, values))

    return st.sampled_from(routes).flatmap(of)
