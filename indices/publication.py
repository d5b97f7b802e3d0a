"""Approving a version through the portal's doors: the gate first, then the step, then the register of corrections."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .catalogue import Catalogue
from .checks import Gate
from .models import CorrectedFigure, Edition


@transaction.atomic
def approve(edition: Edition, by, publish_at: datetime | None, catalogue: Catalogue, seen: str) -> None:
    """Approve what `by` has seen (see `Gate.digest`), for a minute (now by default).

    What it corrects is written into the register. Raises ValidationError where a check is open, the version is not what
    was seen any more, or the step is not allowed.
    """
    edition.lock()
    gate = Gate(edition, catalogue)
    if gate.digest != seen:
        raise ValidationError(
            _("The version has changed since you opened this page. Nothing was approved. Read the difference again.")
        )
    gate.require_open()
    edition.approve(by, publish_at)
    if gate.correction and gate.figures.public:
        CorrectedFigure.objects.bulk_create(
            CorrectedFigure(
                correction=gate.correction, unit_id=change.unit_id, what=change.what, old=change.old, new=change.new
            )
            for change in gate.figures.difference.corrections
        )
