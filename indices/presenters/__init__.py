"""Rows as pages, files and the API read them: small frozen things, made once from the database."""
