"""Connects and guards: settings, addresses, languages, the first start. Imported by nobody."""

import gc

# A sheet of 100,000 rows is a million objects that live until it is stored. Python's collector, with the numbers it
# comes with, walks them hundreds of times for nothing; with these an import takes two thirds of the time.
gc.set_threshold(50_000, 20, 100)
