"""One file a format: bytes become plain sheets. Pure; imports nothing of Django, so that a child can run it."""
