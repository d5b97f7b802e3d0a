"""The second factor: codes from a phone (TOTP), and recovery codes on paper."""

import base64
from typing import Any

import django_otp
import qrcode
import qrcode.image.svg
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from provinces.sheets.journaled import note

from .steps import SECOND_FACTOR

RECOVERY_CODES = 10


class CodeForm(forms.Form):
    """Six digits of the phone, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "").lower()


@never_cache
@staff_member_required(login_url="admin:login")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enter a code; for an account that has no second factor yet, set one up."""
    form = CodeForm(request.POST or None)
    if django_otp.user_has_device(request.user):
        if request.method == "POST" and form.is_valid():
            device = django_otp.match_token(request.user, form.cleaned_data["code"])
            if device is not None:
                django_otp.login(request, device)
                return redirect(_next(request))
            form.add_error("code", _("The code is not right, was used already, or too many were tried. Wait a moment."))
        return _page(request, form=form, title=_("Second factor"))
    return _set_up(request, form)


def _set_up(request: HttpRequest, form: CodeForm) -> HttpResponse:
    device, _made = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "phone"})
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            with transaction.atomic():
                device.confirmed = True
                device.save()
                codes = _recovery_codes(request.user)
                note(request, request.user, {SECOND_FACTOR: False}, {SECOND_FACTOR: True})
            django_otp.login(request, device)
            return _page(request, codes=codes, title=_("Recovery codes"), next=_next(request))
        form.add_error("code", _("The code is not right. Check the clock of the phone and try the next one."))
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    return _page(
        request, form=form, title=_("Set up the second factor"), picture=_drawn(device.config_url), secret=secret
    )


def _recovery_codes(user) -> list[str]:
    """New recovery codes; each works once, and older ones do not any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _drawn(text: str) -> SafeString:
    """The text as a QR code, drawn as SVG in the page."""
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=8)
    return mark_safe(image.to_string(encoding="unicode"))  # nosec B308, B703 # noqa: S308 - drawn here, from an address made here


def _next(request: HttpRequest) -> str:
    asked = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if asked and here else reverse("admin:index")


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    return TemplateResponse(request, "admin/second_factor.html", admin.site.each_context(request) | context)


def take_away(user) -> bool:
    """For an account whose phone is lost: the next sign-in sets up a new one. Whether there was one."""
    had = django_otp.user_has_device(user)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    return had


def said_taken_away(request: HttpRequest, user) -> None:
    messages.success(request, _("%(user)s sets up a new second factor at the next sign-in.") % {"user": user})
