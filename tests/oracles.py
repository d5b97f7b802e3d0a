"""The portal's answers again, in slow plain Python: what the quick ones are compared with."""

from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction


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


def progress(target, due, reports, today, baseline=None):
    """Progress to a share that is to rise, in slow plain Python.

    `reports`: (day, numerator or None, denominator or None, percent or None, qualifier). The answer has the status, the
    paces and the projection as the field's arithmetic says; see docs/domain.md.
    """
    month = Fraction(304375, 10000)

    def share(report):
        _day, numerator, denominator, percent, _qualifier = report
        return Fraction(numerator * 100, denominator) if numerator is not None and denominator else percent

    known = sorted((r for r in reports if r[0] <= today and share(r) is not None), key=lambda r: r[0])
    exact = [r for r in known if r[4] == "exact"]
    said = {"status": None, "needed": None, "actual": None, "projected": None, "left": None}
    reached = False
    if known:
        value, qualifier = share(known[-1]), known[-1][4]
        reached = value >= target and qualifier in ("exact", "at_least", "more_than")
    past = today > due
    if past:
        if reached:
            said["status"] = "past_reached"
        elif not known or known[-1][0] < due:
            said["status"] = "past_unknown"
        else:
            value, qualifier = share(known[-1]), known[-1][4]
            below = (qualifier == "at_most" and value < target) or (qualifier == "less_than" and value <= target)
            said["status"] = "past_not_reached" if qualifier == "exact" or below else "past_unknown"
    elif reached:
        said["status"] = "reached"
    elif len(exact) < (1 if baseline else 2):
        said["status"] = "unknown"
    else:
        begin_day, begin_share = baseline or (exact[0][0], share(exact[0]))
        day = exact[-1][0]
        if day >= due or begin_day >= due:
            planned = target
        else:
            planned = begin_share + (target - begin_share) * max(
                0, Fraction((day - begin_day).days, (due - begin_day).days)
            )
        gap = planned - share(exact[-1])
        said["status"] = "on_schedule" if gap <= 0 else "behind" if gap <= 10 else "at_risk"
    if not exact:
        return said
    last = exact[-1]
    year = [r for r in exact if (last[0] - r[0]).days <= 12 * month]
    counted = all(r[1] is not None and r[2] is not None for r in year)
    amount = (lambda r: Fraction(r[1])) if counted else share
    wanted = Fraction(-((-target * last[2]) // 100)) if counted else Fraction(target)
    left = max(Fraction(0), wanted - amount(last))
    said["left"] = left
    if past:
        return said
    if due > last[0]:
        said["needed"] = -((-left * month) // (due - last[0]).days)
    if len(year) >= 2:
        said["actual"] = (amount(last) - amount(year[0])) * month / (last[0] - year[0][0]).days
        if len(exact) >= 3 and said["actual"] > 0 and left > 0:
            days = -((-left * month) // said["actual"])
            said["projected"] = last[0] + timedelta(days=int(days)) if days < 2_000_000 else None
    return said
