"""Public answers: one ETag for each address and state of the data, and whole pages kept while it stands.

A page is made of one state: the tag is asked before and after, and a page during which it changed is made again. The
tag also names the versions that are public by now, the day (deadlines pass at midnight) and the code, so that nothing
has to be written for a page to change. Work on a version that is not public changes no tag.
"""
