"""The words for what is not there."""

from django.utils.translation import gettext as _

from ..models import Participation

STATUS = Participation.Status


def missing_texts() -> dict[str, str]:
    """The four ways a figure is missing."""
    return {
        STATUS.NOT_ASSESSED: _("Not assessed"),
        STATUS.NOT_RANKED: _("Assessed, not ranked"),
        "not_published": _("Not published"),
        "not_here": _("The portal does not have this figure"),
    }
