"""How accounts are called on the officials' pages."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def person(account: Any) -> str:
    """The full name as it is said in Viet Nam, family name first; the sign-in name where none is entered."""
    if account is None:
        return "–"
    return f"{account.last_name} {account.first_name}".strip() or account.get_username()
