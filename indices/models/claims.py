"""What other sources say."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .results import FigureOfUnit


class Claim(FigureOfUnit):
    """A figure of another source about a unit in an edition, shown beside the accepted one. It needs none."""

    class Meta(FigureOfUnit.Meta):
        verbose_name = _("figure from another source")
        verbose_name_plural = _("figures from other sources")
        ordering = ["edition", "unit", "source"]
        constraints = [
            *FigureOfUnit.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "unit", "source"],
                name="claim_natural_key",
                violation_error_message=_("This source's figure is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | Q(rank__isnull=False),
                name="claim_says_something",
                violation_error_message=_("A figure from another source gives a score or a rank."),
            ),
        ]
