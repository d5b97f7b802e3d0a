"""What a service is, what to bring and where: dated texts for citizens, each from a document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.language import reader_language
from provinces.models import Source
from provinces.models.stamps import StampedModel

# A body leaves and comes back as one cell of a sheet, and a cell holds no more than IMPORT_MAX_CELL_CHARACTERS.
LONGEST_BODY = 4_000


class Guidance(StampedModel):
    """A text about the service that an indicator counts, as it was true on a day.

    Its body is plain: paragraphs with an empty line between them, and lists whose lines begin with "- ".
    """

    code = models.SlugField(_("code"), max_length=80, unique=True, help_text=_("A short name."))
    indicator = models.ForeignKey(
        "Indicator",
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="guidance",
        help_text=_("The service that it is about."),
    )
    title_vi = models.CharField(_("heading"), max_length=200, help_text=_("In Vietnamese."))
    title_en = models.CharField(
        _("heading in English"), max_length=200, blank=True, help_text=_("In English; empty where there is none.")
    )
    body_vi = models.TextField(
        _("text"),
        max_length=LONGEST_BODY,
        help_text=_("An empty line begins a new paragraph; lines that begin with - make a list."),
    )
    body_en = models.TextField(
        _("text in English"), max_length=LONGEST_BODY, blank=True, help_text=_("In English; empty where there is none.")
    )
    valid_as_of = models.DateField(
        _("true on"), help_text=_("The day of which the text speaks; later rules may differ.")
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="guidance",
        help_text=_("The document that says so."),
    )

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance for citizens")
        ordering = ["indicator", "code"]

    def __str__(self) -> str:
        return self.title_vi

    @property
    def in_english(self) -> bool:
        """Whether the reader is given the English text; without one it is Vietnamese on English pages too."""
        return reader_language() == "en" and bool(self.body_en)

    @property
    def title(self) -> str:
        return self.title_en if self.in_english and self.title_en else self.title_vi

    @property
    def body(self) -> str:
        return self.body_en if self.in_english else self.body_vi
