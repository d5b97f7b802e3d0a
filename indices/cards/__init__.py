"""Cards: the picture that stands beside a link when it is passed on. First what it says, then how it is drawn."""
