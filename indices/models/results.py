"""Results: what a source printed about a unit in an edition. Score and rank are independent; each may be missing."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Region, Source, Unit

from .definitions import Criterion
from .editions import Edition

RANKED_IN_KINDS = [("provinces", _("provinces")), ("ministries", _("ministries")), ("region", _("region"))]


class Basis(models.TextChoices):
    """How a figure is known."""

    PRINTED = "printed", _("Printed in the source")
    INFERRED = "inferred", _("Inferred from the order in the source")
    DERIVED = "derived", _("Derived by the portal")


class Derivation(models.TextChoices):
    """What a derived figure was derived from."""

    NEXT_YEAR = "next_year", _("from the figure of the year after and the change printed there")
    PREVIOUS_YEAR = "previous_year", _("from the figure of the year before and the printed change")
    EXTREME = "extreme", _("from the highest or lowest score that the source prints for the whole field")
    COMPONENT = "component", _("from the points of this index inside another index")


def score_field(name, **options):
    return models.DecimalField(name, max_digits=8, decimal_places=4, null=True, blank=True, **options)


def text_field(name):
    return models.CharField(
        name, max_length=20, blank=True, help_text=_("The digits as printed, with a decimal point.")
    )


class ResultQuerySet(models.QuerySet):
    def of(self, edition: Edition, kind: str | None = None) -> Self:
        found = self.filter(edition=edition)
        return found.filter(unit__kind=kind) if kind else found

    def ranked(self) -> Self:
        """By printed rank, then by score; units without either last, in Vietnamese order."""
        return self.order_by(
            F("rank").asc(nulls_last=True), F("score").desc(nulls_last=True), "unit__sort_key", "unit_id"
        )


class FigureOfUnit(models.Model):
    """A score and a rank of one unit in one edition, each with its basis: what results and claims share."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="%(class)ss")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="%(class)ss")
    score = score_field(_("score"), help_text=_("In the index's own unit: percent or points."))
    score_text = text_field(_("score as printed"))
    score_basis = models.CharField(
        _("how the score is known"),
        max_length=8,
        choices=Basis,
        blank=True,
        help_text=_("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
    )
    score_derivation = models.CharField(
        _("score derived"),
        max_length=14,
        choices=Derivation,
        blank=True,
        help_text=_("From what a derived score was computed; empty for any other."),
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"), null=True, blank=True, help_text=_("Place by score, 1 for the highest; empty is not known.")
    )
    rank_basis = models.CharField(
        _("how the rank is known"),
        max_length=8,
        choices=Basis,
        blank=True,
        help_text=_("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
    )
    rank_derivation = models.CharField(
        _("rank derived"),
        max_length=14,
        choices=Derivation,
        blank=True,
        help_text=_("From what a derived rank was computed; empty for any other."),
    )
    rank_of = models.PositiveSmallIntegerField(
        _("out of"), null=True, blank=True, help_text=_("How many units were ranked, as the source says.")
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        help_text=_("The document that the figure was taken from."),
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None, score_basis="", score_text="", score_derivation="")
                | Q(score__isnull=False) & ~Q(score_basis="") & ~Q(score_text=""),
                name="%(class)s_score_has_basis_and_text",
                violation_error_message=_("A score has its printed digits and says how it is known."),
            ),
            models.CheckConstraint(
                condition=Q(rank=None, rank_basis="", rank_derivation="")
                | Q(rank__isnull=False, rank__gte=1) & ~Q(rank_basis=""),
                name="%(class)s_rank_has_basis",
                violation_error_message=_("A rank is at least 1 and says how it is known."),
            ),
            models.CheckConstraint(
                condition=Q(rank=None) | Q(rank_of=None) | Q(rank_of__gte=F("rank")),
                name="%(class)s_rank_within_field",
                violation_error_message=_("The rank is beyond the number of units ranked."),
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gt=0),
                name="%(class)s_score_above_zero",
                violation_error_message=_("A total of zero stands for a missing figure: leave the score empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.unit}"


class Result(FigureOfUnit):
    """The accepted figures of one unit in one edition, with the change that the source printed."""

    rank_change_printed = models.SmallIntegerField(
        _("printed change of rank"), null=True, blank=True, help_text=_("Places gained; negative for a fall.")
    )
    score_change_printed = models.CharField(
        _("printed change of score"),
        max_length=12,
        blank=True,
        help_text=_("Percentage points, or points, with sign, as printed: +2.55"),
    )
    change_source = models.ForeignKey(
        Source,
        verbose_name=_("source of the change"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The document that prints the change."),
    )

    objects = ResultQuerySet.as_manager()

    class Meta(FigureOfUnit.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["edition", F("rank").asc(nulls_last=True), "unit"]
        constraints = [
            *FigureOfUnit.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "unit"],
                name="result_natural_key",
                violation_error_message=_("The unit already has a result in this edition."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False)
                | Q(rank__isnull=False)
                | Q(rank_change_printed__isnull=False)
                | ~Q(score_change_printed=""),
                name="result_says_something",
                violation_error_message=_("A result without any figure is no result."),
            ),
        ]


class Score(models.Model):
    """The points of one unit in one edition for one criterion."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="scores")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(
        Criterion,
        verbose_name=_("criterion"),
        on_delete=models.PROTECT,
        related_name="scores",
        help_text=_("The criterion of the edition's method."),
    )
    score = models.DecimalField(
        _("points"), max_digits=8, decimal_places=4, help_text=_("Points of the criterion, as printed.")
    )
    score_text = text_field(_("points as printed"))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="scores",
        help_text=_("The document that the figure was taken from."),
    )

    class Meta:
        verbose_name = _("score by criterion")
        verbose_name_plural = _("scores by criterion")
        ordering = ["edition", "unit", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "unit", "criterion"],
                name="score_natural_key",
                violation_error_message=_("The unit already has points for this criterion."),
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0),
                name="score_not_negative",
                violation_error_message=_("Points are not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.criterion}"


class Average(models.Model):
    """A published mean of provinces, of ministries, or of the provinces of a region."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="averages")
    group = models.CharField(
        _("mean of"), max_length=10, choices=RANKED_IN_KINDS, help_text=_("Of which units it is the mean.")
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="averages",
        help_text=_("The region whose mean it is; empty for the country."),
    )
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=4)
    score_text = text_field(_("score as printed"))
    score_basis = models.CharField(
        _("how the score is known"),
        max_length=8,
        choices=Basis,
        help_text=_("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
    )
    score_derivation = models.CharField(
        _("score derived"),
        max_length=14,
        choices=Derivation,
        blank=True,
        help_text=_("From what a derived score was computed; empty for any other."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="averages",
        help_text=_("The document that the figure was taken from."),
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))

    class Meta:
        verbose_name = _("published mean")
        verbose_name_plural = _("published means")
        ordering = ["edition", "group", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "group"],
                condition=Q(region=None),
                name="average_of_country_natural_key",
                violation_error_message=_("The edition already has this mean."),
            ),
            models.UniqueConstraint(
                fields=["edition", "region"],
                condition=Q(region__isnull=False),
                name="average_of_region_natural_key",
                violation_error_message=_("The edition already has the mean of this region."),
            ),
            models.CheckConstraint(
                condition=Q(group="region", region__isnull=False)
                | Q(group__in=["provinces", "ministries"], region=None),
                name="average_region_named",
                violation_error_message=_("A regional mean names its region, the others name none."),
            ),
            models.CheckConstraint(
                condition=Q(score__gt=0),
                name="average_above_zero",
                violation_error_message=_("A mean of zero stands for a missing figure: leave the row out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.region or self.get_group_display()}"
