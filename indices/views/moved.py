"""Where a unit stands by another name, with what was asked of it."""

from django.http import HttpRequest, HttpResponseRedirect

from ..ahead import address


def moved(request: HttpRequest, name: str, *args: object) -> HttpResponseRedirect:
    """A redirect to the address in force: of the same day and among the same pages, also ahead of publication."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(address(name, *args) + (f"?{query}" if query else ""))
