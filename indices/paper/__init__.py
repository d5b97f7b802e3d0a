"""A unit's year on paper: one A4 page for a meeting, and the report that a department completes in Word.

Data flow one way: `year` gathers what is public, `one_page` and `report` say it as blocks, `pdf` and `word` draw them.
"""
