"""What the portal is made of besides its own code: what is known of it, under which licence, since when weak."""
