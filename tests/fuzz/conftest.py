"""Makes the profile `deep` known before pytest is asked for it."""

from tests.fuzz import cases  # noqa: F401
