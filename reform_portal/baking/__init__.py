"""The public site as files that any web server can serve: asked for in process, page by page, as readers would.

`site` is the whole of it: `walking` goes from page to page and asks the portal (`asking`), `finishing` writes the pages
anew so that their links work, `folder` puts everything in place at once or not at all. `addresses` says what can be a
file and where it lies, `references` finds and changes what pages refer to, `workers` shares the work out to processes.
"""
