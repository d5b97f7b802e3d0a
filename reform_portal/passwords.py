"""Setting a password with a link that was handed over, or sent by mail; and changing the own one."""

from django.contrib import admin
from django.contrib.auth import views
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from provinces.sheets.journaled import note

from .steps import PASSWORD


def named(account) -> str:
    """Family name first, as names are written in the country; of an account without one the sign-in name."""
    return f"{account.last_name} {account.first_name}".strip() or account.get_username()


def said_set(request: HttpRequest, account) -> None:
    """The journal knows when an account got a password, and that its owner set it."""
    note(request, account, {PASSWORD: False}, {PASSWORD: True}, by=account)


class OnOfficialsSite(ContextMixin):
    """A page of an account that is not signed in yet, with the name and the way home of the officials' site."""

    request: HttpRequest

    def get_context_data(self, **kwargs):
        return admin.site.each_context(self.request) | super().get_context_data(**kwargs)


class SetPassword(OnOfficialsSite, views.PasswordResetConfirmView):
    """The page that the link leads to: whose password, by which rules. A used or old link says what to do."""

    template_name = "admin/set_password.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.validlink:
            return context | {"title": _("This link does not work any more")}
        return context | {"name": named(self.user)}

    def form_valid(self, form):
        answer = super().form_valid(form)
        said_set(self.request, self.user)
        return answer


class PasswordIsSet(OnOfficialsSite, views.PasswordResetCompleteView):
    template_name = "admin/password_is_set.html"


class AskForLink(OnOfficialsSite, views.PasswordResetView):
    """Where the portal has a mail server, an account asks for its link itself."""


class LinkIsSent(OnOfficialsSite, views.PasswordResetDoneView):
    """The answer to that, alike for known and unknown addresses."""
