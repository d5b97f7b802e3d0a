"""Values as JSON. The library's writer turns a Decimal into a float or refuses it; here it keeps its printed digits."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any


def encoded(value: Any) -> str:
    """A value as JSON. What is missing is null; texts are what they are, letter for letter.

    >>> encoded([None, "", "Đạt \\"tốt\\"", 44, True, date(2021, 6, 24)])
    '[null, null, "Đạt \\\\"tốt\\\\"", 44, true, "2021-06-24"]'
    >>> encoded({"score": Decimal("88.350")})
    '{"score": 88.350}'
    """
    if value is None or value == "":
        return "null"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{encode_basestring(key)}: {encoded(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(encoded, value)) + "]"
    raise TypeError(f"{type(value).__name__} has no place in the API")


def shortest(value: Decimal) -> Decimal:
    """A stored decimal without the zeros that its column adds on some databases.

    >>> shortest(Decimal("100.0000")), shortest(Decimal("0.5000")), shortest(Decimal("0"))
    (Decimal('100'), Decimal('0.5'), Decimal('0'))
    """
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
