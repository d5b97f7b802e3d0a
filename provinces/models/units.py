"""Units: the provinces, ministries and communes that are measured, through time."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Self
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..language import reader_language
from ..names import sort_key
from .names import UnitName
from .sources import Source
from .stamps import StampedModel, StampedQuerySet

# A unit that existed before anything recorded began on this day; the column is never null.
BEGINNING = date.min


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("Province or city")
    MINISTRY = "ministry", _("Ministry or ministry-level agency")
    COMMUNE = "commune", _("Commune-level unit")


# The kinds that indices measure, as addresses and published means call them; and back again.
PLURALS: Mapping[str, str] = {UnitKind.PROVINCE: "provinces", UnitKind.MINISTRY: "ministries"}
KINDS: Mapping[str, str] = {plural: str(kind) for kind, plural in PLURALS.items()}


class UnitQuerySet(StampedQuerySet):
    """Questions about units. The day is always part of the question."""

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def in_force(self, day: date) -> Self:
        """The units that existed on a day. Communes: see `CommuneList`, which knows only its own days."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), begins_on__lte=day)


class Unit(StampedModel):
    """A body that is measured: (kind, code, begins_on). Codes and names are reused, so neither is its identity.

    A merger makes a new unit; a new name or type of the same body is a `UnitName`.
    """

    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=UnitKind,
        help_text=_(
            "province: a province or centrally-run city; ministry: a ministry or ministry-level agency; commune."
        ),
    )
    code = models.CharField(
        _("code"),
        max_length=12,
        help_text=_("The statistics office's code; for ministries an abbreviation. Codes are reused after mergers."),
    )
    begins_on = models.DateField(
        _("begins on"), default=BEGINNING, help_text=_("1/1/0001 stands for: before anything recorded.")
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty while in force."))
    slug = models.SlugField(_("address"), max_length=120, blank=True, help_text=_("Communes have none."))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="communes",
        help_text=_("The province a commune belongs to."),
    )
    sort_key = models.CharField(_("sort key"), max_length=400, blank=True, editable=False)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The document that says so."),
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))

    objects = UnitQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["kind", "sort_key", "begins_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "begins_on"],
                name="unit_natural_key",
                violation_error_message=_("There is already a unit of this kind with this code and first day."),
            ),
            models.UniqueConstraint(
                fields=["kind", "slug"],
                condition=~Q(slug=""),
                name="unit_slug_once",
                violation_error_message=_("Another unit of this kind has this address."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="unit_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(kind="commune", slug="", parent__isnull=False)
                | Q(kind__in=["province", "ministry"], parent__isnull=True) & ~Q(slug=""),
                name="unit_commune_has_province_others_have_address",
                violation_error_message=_("A commune needs its province; a province or ministry needs an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.titled

    def natural_key(self) -> tuple[str, str, date]:
        return self.kind, self.code, self.begins_on

    @property
    def permanent_id(self) -> str:
        """The unit's identity in files and citations: province-86-2025-07-01."""
        return f"{self.kind}-{self.code}-{self.begins_on.isoformat()}"

    @property
    def page_path(self) -> str:
        """The address of the unit's page below the root of its language; a commune's is the search for its code."""
        root = "/en/" if reader_language() == "en" else "/"
        if self.kind == UnitKind.COMMUNE:
            return f"{root}communes/?q={quote(self.code)}"
        return f"{root}{PLURALS[self.kind]}/{self.slug}/"

    def name_on(self, day: date) -> UnitName:
        """The official name in use on a day; the nearest one for days on which the unit was not in force.

        Uses names already fetched. Raises UnitName.DoesNotExist if the unit has no name at all.
        """
        official = [name for name in self.names.all() if name.role == UnitName.Role.OFFICIAL]
        if not official:
            raise UnitName.DoesNotExist(f"{self.permanent_id} has no name")
        official.sort(key=lambda name: name.valid_from)
        return next((name for name in reversed(official) if name.valid_from <= day), official[0])

    @property
    def latest_name(self) -> UnitName:
        return self.name_on(self.ends_on or date.max)

    @property
    def titled(self) -> str:
        """The latest official name; the permanent id while there is none (between two steps of an import)."""
        names = [name for name in self.names.all() if name.role == UnitName.Role.OFFICIAL] if self.pk else []
        return max(names, key=lambda name: name.valid_from).name_vi if names else f"{self.kind} {self.code}"

    def sort_by_latest_name(self) -> None:
        """Keep the sort key that the latest official name gives; ministries sort by their full name."""
        latest = self.names.filter(role=UnitName.Role.OFFICIAL).order_by("valid_from").last()
        if latest:
            shown = latest.name_vi if self.kind == UnitKind.MINISTRY else latest.short_name
            self.sort_key = sort_key(shown)[:400]
            self.save(update_fields=["sort_key"])

    def in_force_on(self, day: date) -> bool:
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.kind != UnitKind.PROVINCE:
            raise ValidationError({"parent": _("A commune belongs to a province.")})


class KindManager(models.Manager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """The units of one kind: the manager of a proxy."""

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.model.KIND)


class Province(Unit):
    """A province or a centrally-run city."""

    KIND: ClassVar[UnitKind] = UnitKind.PROVINCE
    objects = KindManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("province or city")
        verbose_name_plural = _("provinces and cities")


class Ministry(Unit):
    """A ministry or a ministry-level agency."""

    KIND: ClassVar[UnitKind] = UnitKind.MINISTRY
    objects = KindManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("ministry or ministry-level agency")
        verbose_name_plural = _("ministries and ministry-level agencies")


class Commune(Unit):
    """A commune-level unit: xã, phường, thị trấn, đặc khu."""

    KIND: ClassVar[UnitKind] = UnitKind.COMMUNE
    objects = KindManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = _("commune-level unit")
        verbose_name_plural = _("commune-level units")
