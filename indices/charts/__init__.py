"""Charts as data, until partial templates draw them."""
