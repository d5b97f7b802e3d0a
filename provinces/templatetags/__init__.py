"""Words of the officials' templates."""
