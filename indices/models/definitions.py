"""Indices, and how they are computed: methods, criteria, bands."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.language import reader_language
from provinces.models import Source, UnitKind
from provinces.models.stamps import StampedModel

# Measured by an index; communes only report.
MEASURED_KINDS = [(kind.value, kind.label) for kind in (UnitKind.PROVINCE, UnitKind.MINISTRY)]


class ReformIndex(StampedModel):
    """An index that scores units each year: SIPAS, PAR INDEX; also PAPI, PCI."""

    class Measure(models.TextChoices):
        PERCENT = "percent", _("percent")
        POINTS = "points", _("points")

    code = models.SlugField(
        _("code"), max_length=30, unique=True, help_text=_("A short name that stands in addresses: par-index, sipas.")
    )
    short_name = models.CharField(_("short name"), max_length=30, help_text=_("What tables call it: PAR INDEX, SIPAS."))
    name_vi = models.CharField(_("name"), max_length=200, help_text=_("The full name in Vietnamese."))
    name_en = models.CharField(_("English name"), max_length=200, blank=True, help_text=_("The full name in English."))
    unit = models.CharField(
        _("unit of measurement"),
        max_length=8,
        choices=Measure,
        help_text=_("What a score is counted in: percent or points."),
    )
    scale_max = models.DecimalField(
        _("highest possible score"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The highest score that is possible, in the index's own unit."),
    )
    publisher = models.CharField(_("published by"), max_length=120, help_text=_("Who computes and announces it."))
    assesses = models.CharField(
        _("assesses"),
        max_length=20,
        default="province",
        help_text=_("province, ministry, or both with a space."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("The place of the index in lists."))

    class Meta:
        verbose_name = _("index")
        verbose_name_plural = _("indices")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assesses__in=["province", "ministry", "province ministry"]),
                name="index_assesses_known_kinds",
                violation_error_message=_("Write province, ministry, or: province ministry."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def name(self) -> str:
        return self.name_en if reader_language() == "en" and self.name_en else self.name_vi

    @property
    def kinds(self) -> list[str]:
        """The kinds of unit it assesses."""
        return self.assesses.split()

    @property
    def in_percent(self) -> bool:
        return self.unit == self.Measure.PERCENT


class Method(StampedModel):
    """The decision that defines how an index is computed for one kind of unit."""

    class Comparable(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNKNOWN = "unknown", _("Not known")

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("A short name that editions cite."))
    index = models.ForeignKey(
        ReformIndex,
        verbose_name=_("index"),
        on_delete=models.PROTECT,
        related_name="methods",
        help_text=_("The index that is computed by it."),
    )
    unit_kind = models.CharField(
        _("kind of unit"),
        max_length=8,
        choices=MEASURED_KINDS,
        help_text=_("The kind of unit that is assessed by it: province or ministry."),
    )
    decision = models.CharField(
        _("decision"), max_length=200, blank=True, help_text=_("Number and day of the decision that laid it down.")
    )
    first_year = models.PositiveSmallIntegerField(
        _("first year assessed"), null=True, blank=True, help_text=_("The first year assessed by it.")
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year assessed"),
        null=True,
        blank=True,
        help_text=_("The last year assessed by it; empty while it holds."),
    )
    n_domains = models.PositiveSmallIntegerField(
        _("number of domains"), null=True, blank=True, help_text=_("How many domains it has, as the decision says.")
    )
    n_criteria = models.PositiveSmallIntegerField(
        _("number of criteria"), null=True, blank=True, help_text=_("How many criteria it has, as the decision says.")
    )
    n_subcriteria = models.PositiveSmallIntegerField(
        _("number of sub-criteria"),
        null=True,
        blank=True,
        help_text=_("How many sub-criteria it has, as the decision says."),
    )
    level_names_vi = models.CharField(
        _("names of the levels"), max_length=120, blank=True, help_text=_("Separated by /")
    )
    level_names_en = models.CharField(
        _("names of the levels in English"), max_length=120, blank=True, help_text=_("Separated by /")
    )
    comparable_with_previous = models.CharField(
        _("comparable with the one before"),
        max_length=7,
        choices=Comparable,
        default=Comparable.UNKNOWN,
        help_text=_("Not known counts as no."),
    )
    comparable_source = models.ForeignKey(
        Source,
        verbose_name=_("source of comparability"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The document that calls the two methods comparable."),
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("The document that says so."),
    )

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering = ["index", "unit_kind", "first_year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(comparable_with_previous="yes") | Q(comparable_source__isnull=False),
                name="method_comparable_needs_source",
                violation_error_message=_("That two methods are comparable needs a source."),
            ),
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="method_years_in_order",
                violation_error_message=_("The last year is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.decision or self.code


class Criterion(StampedModel):
    """A criterion of a method in one cut: by domain, or by way of assessment. Points are of the method's total."""

    class Cut(models.TextChoices):
        DOMAIN = "domain", _("by domain")
        ASSESSMENT = "assessment", _("by way of assessment")

    method = models.ForeignKey(
        Method,
        verbose_name=_("method"),
        on_delete=models.PROTECT,
        related_name="criteria",
        help_text=_("The method it belongs to."),
    )
    cut = models.CharField(
        _("cut"),
        max_length=10,
        choices=Cut,
        help_text=_("domain: by field of reform; assessment: by way of assessment (appraisal, survey)."),
    )
    no = models.CharField(_("number"), max_length=20, help_text=_("The number as printed, such as 1.2."))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The criterion that it is a part of."),
    )
    name_vi = models.CharField(_("name"), max_length=300, help_text=_("As printed in the decision."))
    name_en = models.CharField(
        _("English name"), max_length=300, blank=True, help_text=_("In English; a translation of the portal.")
    )
    max_points = models.DecimalField(
        _("maximum points"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The most points that it can give; empty where the source does not print it."),
    )
    repeats_index = models.ForeignKey(
        ReformIndex,
        verbose_name=_("repeats the index"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("SIPAS is an index of its own and a part of PAR INDEX."),
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
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["method", "cut", "no"]
        constraints = [
            models.UniqueConstraint(
                fields=["method", "cut", "no"],
                name="criterion_natural_key",
                violation_error_message=_("This method already has a criterion with this number."),
            ),
            models.CheckConstraint(
                condition=Q(max_points=None) | Q(max_points__gt=0),
                name="criterion_max_points_above_zero",
                violation_error_message=_("Maximum points are above zero; leave empty if not known."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no}. {self.name_vi}"

    @property
    def name(self) -> str:
        return self.name_en if reader_language() == "en" and self.name_en else self.name_vi


class Band(StampedModel):
    """A band of scores (A from 90, B from 80 to under 90): of an index and a kind of unit, or of one method."""

    index = models.ForeignKey(
        ReformIndex,
        verbose_name=_("index"),
        on_delete=models.PROTECT,
        related_name="bands",
        help_text=_("The index whose scores it divides."),
    )
    unit_kind = models.CharField(
        _("kind of unit"), max_length=8, choices=MEASURED_KINDS, help_text=_("The kind of unit that it holds for.")
    )
    method = models.ForeignKey(
        Method,
        verbose_name=_("method"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bands",
        help_text=_("The method that it holds for; empty: each of the index."),
    )
    band = models.CharField(_("band"), max_length=10, help_text=_("A letter or a word, such as A or Tốt."))
    from_score = models.DecimalField(
        _("from score"), max_digits=8, decimal_places=4, help_text=_("The lowest score in it, itself included.")
    )
    below = models.DecimalField(
        _("below score"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The score that it ends before; empty for the highest."),
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
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ["index", "unit_kind", "-from_score"]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "unit_kind", "band"],
                condition=Q(method=None),
                name="band_of_index_natural_key",
                violation_error_message=_("This index already has this band."),
            ),
            models.UniqueConstraint(
                fields=["method", "band"],
                condition=Q(method__isnull=False),
                name="band_of_method_natural_key",
                violation_error_message=_("This method already has this band."),
            ),
            models.CheckConstraint(
                condition=Q(below=None) | Q(below__gt=F("from_score")),
                name="band_has_width",
                violation_error_message=_("The upper end of a band is above its lower end."),
            ),
        ]

    def __str__(self) -> str:
        return self.band

    def holds(self, score) -> bool:
        return self.from_score <= score and (self.below is None or score < self.below)
