"""The primary, which is written to, and a copy of it that public pages read: how they are reached, for how long they
are waited for, and what happens when one of them is away."""
