"""What is counted and what was promised, in memory: indicators with their denominators, targets with their documents.

A handful of rows that every page about progress asks for, and that change by hand. The catalogue keeps them while the
data's stamp stands.
"""

from .models import Indicator, ReformIndex, Target


class Promises:
    """Indicators and targets as they stood when they were read."""

    def __init__(self, indices: dict[int, ReformIndex]) -> None:
        self.indicators = Indicator.objects.in_bulk()
        for indicator in self.indicators.values():
            indicator.denominator_indicator = self.indicators.get(indicator.denominator_indicator_id or 0)
        targets = list(Target.objects.select_related("source"))
        self._by_pk = {target.pk: target for target in targets}
        self.replaced: dict[int, list[Target]] = {}
        for target in targets:
            target.indicator = self.indicators.get(target.indicator_id or 0)
            target.index = indices.get(target.index_id or 0)
            target.supersedes = self._by_pk.get(target.supersedes_id or 0)
            if target.supersedes_id:
                self.replaced.setdefault(target.supersedes_id, []).append(target)

    def target(self, code: str) -> Target | None:
        """The target at an address."""
        return next((target for target in self._by_pk.values() if target.code == code), None)

    def replacing(self, target: Target) -> list[Target]:
        """The targets that took the place of this one."""
        return self.replaced.get(target.pk, [])

    @property
    def standing(self) -> list[Target]:
        """The targets that no other replaced."""
        return [target for target in self._by_pk.values() if target.pk not in self.replaced]
