"""What goes wrong on a real machine, one thing at a time; each test says what must hold then. `make faults` runs them.

FAULT_SECONDS is how long a thing stays away: 5 by default, so that all of it fits into a few minutes; 60 in earnest.
"""
