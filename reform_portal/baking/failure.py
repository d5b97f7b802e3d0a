"""Why a copy was not made."""


class BakingFailed(Exception):
    """The message is a sentence for whoever bakes; what was there before is untouched."""
