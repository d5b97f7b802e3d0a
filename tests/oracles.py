"""The portal's answers again, in slow plain Python: what the quick ones are compared with."""

from decimal import ROUND_HALF_EVEN, Decimal


def competition_ranks(scores: dict[str, Decimal]) -> dict[str, int]:
    """1-2-2-4: a rank is one more than the number of higher scores."""
    return {unit: 1 + sum(other > score for other in scores.values()) for unit, score in scores.items()}


def change_of_rank(now, before, field_now, field_before):
    """Places gained, or None where the two years must not be compared."""
    if now is None or before is None or field_now is None or field_before is None:
        return None
    return before - now if sorted(field_now) == sorted(field_before) else None


def difference(now: str, before: str) -> Decimal:
    """The difference of two printed figures with the decimals of the coarser one."""
    decimals = [len(text.split(".")[1]) if "." in text else 0 for text in (now, before)]
    exact = Decimal(now) - Decimal(before)
    return exact.quantize(Decimal(1).scaleb(-min(decimals)), rounding=ROUND_HALF_EVEN)
