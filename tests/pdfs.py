"""What a PDF says, read from its bytes by the rules of the format and not by the library that wrote it."""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STRING = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class ReadPdf:
    """A PDF that was written: its pages, its words in the order of drawing, its addresses and its structure."""

    content: bytes

    @cached_property
    def objects(self) -> dict[int, bytes]:
        return {int(found[1]): found[2] for found in _OBJECT.finditer(self.content)}

    @property
    def pages(self) -> list[bytes]:
        return [body for body in self.objects.values() if re.search(rb"/Type /Page\b", body)]

    @property
    def tags(self) -> list[str]:
        """The kinds of the elements of its structure."""
        return [tag.decode() for body in self.objects.values() for tag in re.findall(rb"/S /(H\d|P|Figure)\b", body)]

    @property
    def links(self) -> list[str]:
        return [link.decode() for page in self.pages for link in re.findall(rb"/URI \((.*?)\)", page)]

    @cached_property
    def text(self) -> str:
        """Everything that is drawn as text, with single spaces."""
        (page,) = self.pages
        letters = self._letters()
        drawn, font = [], b""
        for name, string in _STRING.findall(self._stream(int(re.search(rb"/Contents (\d+)", page)[1]))):
            if name:
                font = name
                continue
            codes = _ESCAPED.sub(lambda found: _CONTROL.get(found[1], found[1]), string)
            drawn.append("".join(letters[font][codes[i : i + 2].hex()] for i in range(0, len(codes), 2)))
        return " ".join("".join(drawn).split())

    def bottoms(self) -> list[float]:
        """How high above the lower edge each text stands, in points."""
        (page,) = self.pages
        content = self._stream(int(re.search(rb"/Contents (\d+)", page)[1]))
        return [float(found) for found in re.findall(rb"BT [\d.-]+ ([\d.-]+) Td", content)]

    def _letters(self) -> dict[bytes, dict[str, str]]:
        """For each font of the page what its codes stand for, as its own map says."""
        resources = next(body for body in self.objects.values() if b"/Font <<" in body)
        found = {}
        for name, number in re.findall(rb"/F(\d+) (\d+) 0 R", resources):
            cmap = self._stream(int(re.search(rb"/ToUnicode (\d+)", self.objects[int(number)])[1])).decode()
            pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4,})>", cmap)
            found[name] = {code.lower(): bytes.fromhex(letter).decode("utf-16-be") for code, letter in pairs}
        return found

    def _stream(self, number: int) -> bytes:
        head, _stream, rest = self.objects[number].partition(b"stream\n")
        body = rest.rpartition(b"\nendstream")[0]
        return zlib.decompress(body) if b"/FlateDecode" in head else body
