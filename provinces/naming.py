"""What many units are called on a day, in the reader's language."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language

from .models import UnitKind, UnitName


class Names:
    """The short and the full official name of each unit on a day. One query for all of them.

    A day before the unit's first name gives that first name. Ministries are always called in full.
    """

    def __init__(self, unit_ids: Iterable[int], day: date) -> None:
        english = get_language() == "en"
        self.by_unit: dict[int, str] = {}
        self.full: dict[int, str] = {}
        rows = (
            UnitName.objects.filter(unit__in=unit_ids, role=UnitName.Role.OFFICIAL)
            .order_by("valid_from")
            .values_list("unit_id", "name_vi", "short_name", "name_en", "valid_from", "unit__kind")
        )
        for unit_id, name_vi, short_name, name_en, valid_from, kind in rows:
            if unit_id in self.by_unit and valid_from > day:
                continue
            vietnamese = name_vi if kind == UnitKind.MINISTRY else short_name
            self.by_unit[unit_id] = name_en if english and name_en and kind == UnitKind.MINISTRY else vietnamese
            self.full[unit_id] = name_vi
