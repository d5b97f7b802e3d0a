"""The documents facts come from."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .stamps import StampedModel


class Source(StampedModel):
    """A document: who published it, where it is found, how far it can be relied upon, under which licence."""

    class Kind(models.TextChoices):
        LEGAL = "legal document", _("Legal document")
        OFFICIAL = "official page", _("Official page")
        NEWS = "news article", _("News article")
        WEB = "web page", _("Web page")
        DATASET = "dataset", _("Dataset")

    class Reliability(models.TextChoices):
        OFFICIAL = "official", _("Official")
        PRESS = "press", _("Press")
        DATASET = "dataset", _("Dataset")
        SECONDARY = "secondary", _("Secondary")

    class TitleBasis(models.TextChoices):
        PRINTED = "", _("As printed")
        ADDRESS = "from the address", _("Read from the address")
        DESCRIBED = "described", _("Described by the portal")

    code = models.SlugField(_("code"), max_length=80, unique=True, help_text=_("Short name used in every file."))
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, help_text=_("Decision, report, press article, dataset and so on.")
    )
    reliability = models.CharField(
        _("reliability"),
        max_length=12,
        choices=Reliability,
        help_text=_("How near the document is to who made the figure."),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("Who published the document."))
    title = models.CharField(
        _("title"), max_length=500, blank=True, help_text=_("As printed, or described by the portal.")
    )
    title_basis = models.CharField(
        _("title known from"),
        max_length=20,
        choices=TitleBasis,
        blank=True,
        help_text=_("Whether the title was read in the document or described by the portal."),
    )
    locator = models.CharField(
        _("where it is found"), max_length=1000, blank=True, help_text=_("An address, or a citation.")
    )
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("The day of the document; empty where it is not known.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_("Under which terms the document may be used. Empty: the document does not say."),
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("Not shown to the public."))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label

    # Codes that the portal makes itself; nobody else's document stands under one.
    OWN_CODES = ("tep-", "bao-cao-")

    def clean(self) -> None:
        super().clean()
        if self.pk is None and self.code.startswith(self.OWN_CODES):
            raise ValidationError({"code": _("Codes that begin like this are made by the portal. Choose another one.")})

    @staticmethod
    def sheet_code(digest: str) -> str:
        """The code of a sheet that is its own source, by the SHA-256 of its file."""
        return f"tep-{digest[:16]}"

    @property
    def label(self) -> str:
        """What a reader recognises: the title if there is one, and the publisher."""
        said = dict.fromkeys(part for part in (self.publisher, self.title) if part)  # a law may be named by both
        return ": ".join(said) or self.locator or self.code

    @property
    def address(self) -> str:
        """The locator if it can be opened, otherwise nothing."""
        return self.locator if self.locator.startswith(("https://", "http://")) else ""
