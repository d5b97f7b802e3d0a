"""Approving a version through the portal's doors: the gate first, then the step, then the register of corrections."""

from datetime import datetime

from django.db import transaction

from .catalogue import Catalogue
from .checks import Gate
from .models import CorrectedFigure, Correction, Edition


@transaction.atomic
def approve(edition: Edition, by, publish_at: datetime | None, catalogue: Catalogue) -> None:
    """Approve a version for a minute (now by default), and write what it corrects into the register.

    Raises ValidationError where a check is open, or the step is not allowed.
    """
    gate = Gate(edition, catalogue)
    gate.require_open()
    edition.approve(by, publish_at)
    correction = Correction.objects.filter(edition=edition).first()
    if correction and gate.figures.public:
        CorrectedFigure.objects.bulk_create(
            CorrectedFigure(
                correction=correction, unit_id=change.unit_id, what=change.what, old=change.old, new=change.new
            )
            for change in gate.figures.difference.corrections
        )
