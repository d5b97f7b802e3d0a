"""Steps about accounts that no field of theirs holds, as the journal calls them; their words are translated there."""

from django.utils.translation import gettext_noop as _

LINK = _("sign-in link, valid until")
PASSWORD = _("password set by its owner")
SECOND_FACTOR = _("second factor")
ATTEMPTS = _("may try to sign in again")
