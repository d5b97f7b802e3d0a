"""How long an official stays signed in, and with what: limits of a session, and the second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_otp import user_has_device

from .roles import ROLES

BEGAN, SEEN = "began_at", "seen_at"
# The last sight is written at most once in so many seconds, so that a click costs no write.
SEEN_EVERY = 60


def must_have_second_factor(user) -> bool:
    """Whether the account may only work with a second factor: who approves, or hands out rights."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    names = [role.name for role in ROLES if role.second_factor]
    return user.is_superuser or user.groups.filter(name__in=names).exists()


class OfficialSessions:
    """For the officials' pages: ends sessions that are idle or old, and asks for the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        home = reverse("admin:index")
        if not request.path.startswith(home) or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
        if now - seen > settings.SESSION_IDLE_MINUTES * 60 or now - began > settings.SESSION_HOURS * 3600:
            logout(request)
            return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({'next': request.path})}")
        if BEGAN not in request.session:
            request.session[BEGAN] = now
        if SEEN not in request.session or now - seen > SEEN_EVERY:
            request.session[SEEN] = now
        page = reverse("second_factor")
        free = {page, reverse("admin:logout"), reverse("admin:login"), reverse("admin:jsi18n")}
        if request.path in free or request.user.is_verified():  # type: ignore[attr-defined]
            return self.get_response(request)
        if user_has_device(request.user) or must_have_second_factor(request.user):
            return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)
