"""Everything the portal knows, written into one folder while it is in use, and brought back into an empty database.

All of it is in the database: sheets that came in, releases and accounts too; nothing lies in files beside it.

`writing` is the whole of a backup, `restoring` of the way back. `sqlite` and `postgresql` do what differs (`engine`
says what that is, `programs` finds PostgreSQL's own). `content` counts and digests the rows of a database, so that one
can be compared with another; `manifest` is that and more as a file; `shelf` keeps backups whole, private and apart from
each other, and `retention` says which of them stay.
"""
