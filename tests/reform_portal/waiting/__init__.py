"""A migration for tests: it needs a table for itself."""
