"""The data whole: every public table with its columns, as files, as a data package, as a database and by the API."""
