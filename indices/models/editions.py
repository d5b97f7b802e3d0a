"""Editions: one index, one year assessed, one version of its figures; and who belongs to its field."""

from datetime import date, datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.models import Source, Unit, UnitKind
from provinces.models.stamps import StampedModel, StampedQuerySet

from .definitions import Method, ReformIndex
from .publishing import PublishedInSteps


class EditionQuerySet(StampedQuerySet):
    """Questions about editions. The moment is part of the question; now is the default of the outermost edge."""

    def due(self, at: datetime) -> Self:
        """Versions that are approved, not held, and whose minute has come."""
        return self.filter(state=Edition.State.APPROVED, held_at=None, publish_at__lte=at)

    def published(self, at: datetime | None = None) -> Self:
        """The public version of each edition: the highest one that is due."""
        at = at or timezone.now()
        higher = Edition.objects.due(at).filter(
            index=models.OuterRef("index"),
            year=models.OuterRef("year"),
            version__gt=models.OuterRef("version"),
        )
        return self.due(at).exclude(models.Exists(higher))

    def of(self, index: ReformIndex, year: int) -> Self:
        return self.filter(index=index, year=year)

    def latest_versions(self) -> Self:
        """The highest version of each edition, public or not."""
        higher = Edition.objects.filter(
            index=models.OuterRef("index"),
            year=models.OuterRef("year"),
            version__gt=models.OuterRef("version"),
        )
        return self.exclude(models.Exists(higher))


class Edition(PublishedInSteps):
    """One version of the figures of one index for one year assessed.

    The public sees the highest version that is approved, due and not withdrawn. Changing a public edition opens
    the next version as a copy; addresses carry no version.
    """

    index = models.ForeignKey(
        ReformIndex,
        verbose_name=_("index"),
        on_delete=models.PROTECT,
        related_name="editions",
        help_text=_("Which index."),
    )
    year = models.PositiveSmallIntegerField(
        _("year assessed"), help_text=_("The year that was assessed, not the one in which the result was announced.")
    )
    version = models.PositiveSmallIntegerField(
        _("version"), default=1, help_text=_("From 1; a correction makes the next one.")
    )
    announced_on = models.DateField(
        _("announced on"),
        null=True,
        blank=True,
        help_text=_("The day on which its publisher announced it; empty where it is not known."),
    )
    announced_source = models.ForeignKey(
        Source,
        verbose_name=_("source of the day of announcement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The document that says when it was announced."),
    )
    units_as_of = models.DateField(
        _("units as of"),
        help_text=_("Which units the edition speaks of: 31/12 of the year unless said otherwise."),
    )
    method_provinces = models.ForeignKey(
        Method,
        verbose_name=_("method for provinces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("By which method provinces were assessed."),
    )
    method_ministries = models.ForeignKey(
        Method,
        verbose_name=_("method for ministries"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("By which method ministries were assessed."),
    )
    field_provinces = models.PositiveSmallIntegerField(
        _("provinces ranked"), null=True, blank=True, help_text=_("How many provinces were ranked, as the source says.")
    )
    field_ministries = models.PositiveSmallIntegerField(
        _("ministries ranked"),
        null=True,
        blank=True,
        help_text=_("How many ministries were ranked, as the source says."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["index", "-year", "-version"]
        permissions = [
            ("review_edition", _("May check versions and return them")),
            ("publish_edition", _("May approve, hold, move and withdraw versions")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "year", "version"],
                name="edition_natural_key",
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                fields=["index", "year"],
                condition=Q(state__in=["draft", "in_review"]),
                name="edition_one_open_version",
                violation_error_message=_("Another version of this edition is being worked on."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(publish_at__isnull=False, approved_at__isnull=False, approved_by__isnull=False),
                name="edition_approved_by_someone_for_a_minute",
                violation_error_message=_("An approved version has an approver and a minute of publication."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(submitted_by=None) | ~Q(approved_by=F("submitted_by")),
                name="edition_approver_is_not_submitter",
                violation_error_message=_("Whoever submitted this version cannot approve it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index.short_name} {self.year}"

    @property
    def code(self) -> str:
        """How sheets and commands name the edition: par-index:2020."""
        return f"{self.index.code}:{self.year}"

    def method_for(self, kind: str) -> Method | None:
        return self.method_provinces if kind == UnitKind.PROVINCE else self.method_ministries

    def field_size(self, kind: str) -> int | None:
        """How many units of the kind were ranked; None where no source says so."""
        return self.field_provinces if kind == UnitKind.PROVINCE else self.field_ministries

    def is_public(self, at: datetime | None = None) -> bool:
        return Edition.objects.published(at).filter(pk=self.pk).exists()

    def versions(self) -> EditionQuerySet:
        return Edition.objects.of(self.index, self.year)

    @property
    def is_overtaken(self) -> bool:
        return self.versions().due(timezone.now()).filter(version__gt=self.version).exists()

    # --- verbs: the only places where states and the people beside them change -----------------------------

    @classmethod
    @transaction.atomic
    def open_draft(cls, index: ReformIndex, year: int, by=None) -> "Edition":
        """The version that may be edited: the open draft, or the next version as a copy of the latest.

        It stays a draft until the transaction around this call ends: what is written into it cannot slip into a
        version that was submitted meanwhile. Raises ValidationError while the latest version is being checked or
        waits for its minute.
        """
        versions = cls.objects.select_for_update(of=("self",)).of(index, year)
        if versions.order_by("version").first() is None:
            raise ValidationError(_("There is no edition of this index for this year. Create it first."))
        # Asked once the first version is held: what another transaction opened meanwhile is the latest by now.
        latest = versions.latest("version")
        if latest.state == cls.State.DRAFT:
            return latest
        if latest.state == cls.State.IN_REVIEW:
            raise ValidationError(_("This edition is being checked. Return it for completion before changing it."))
        if latest.is_waiting and latest.held_at is None:
            raise ValidationError(_("This edition waits for its minute. Put it on hold before changing it."))
        return latest.copy_as_draft(by=by)

    @transaction.atomic
    def copy_as_draft(self, by=None) -> "Edition":
        """The next version with every row of this one."""
        copied = Edition.objects.create(
            index=self.index,
            year=self.year,
            version=Edition.objects.of(self.index, self.year).aggregate(models.Max("version"))["version__max"] + 1,
            **{name: getattr(self, name) for name in self.METADATA},
        )
        for relation in ("participations", "results", "scores", "averages", "claims"):
            rows = list(getattr(self, relation).all())
            for row in rows:
                row.pk, row.edition = None, copied
            getattr(self, relation).model.objects.bulk_create(rows, batch_size=500)
        copied.edited(by)
        if self.is_waiting or self.state == self.State.DRAFT:  # never public: its figures are still its editors'
            copied.editors.add(*self.editors.all())
        return copied

    METADATA = (
        "announced_on",
        "announced_source",
        "units_as_of",
        "method_provinces",
        "method_ministries",
        "field_provinces",
        "field_ministries",
    )

    def clean(self) -> None:
        super().clean()
        if self.units_as_of is None and self.year:
            self.units_as_of = date(self.year, 12, 31)


class Participation(StampedModel):
    """Whether a unit belongs to an edition's field. Who was ranked is data, never the rows that happen to be here."""

    seen_at_once = False

    class Status(models.TextChoices):
        RANKED = "ranked", _("Ranked")
        NOT_RANKED = "assessed_not_ranked", _("Assessed, not ranked")
        NOT_ASSESSED = "not_assessed", _("Not assessed")

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="participations"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="participations")
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        help_text=_("Whether the unit was ranked, assessed without a rank, or not assessed."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The document that says so."),
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["edition", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "unit"],
                name="participation_natural_key",
                violation_error_message=_("The unit's participation is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.unit}"
