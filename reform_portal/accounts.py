"""Accounts in the admin: who they are, which groups, units and indices they have."""

from datetime import timedelta

from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice  # their pages are registered here, and taken off below
from django_otp.plugins.otp_totp.admin import TOTPDevice

from indices.models import IndexAssignment
from provinces.models import UnitAssignment
from provinces.sheets.journaled import Journaled

from .second_factor import said_taken_away, take_away


class UnitAssignmentInline(admin.TabularInline):
    model = UnitAssignment
    autocomplete_fields = ("unit",)
    extra = 0


class IndexAssignmentInline(admin.TabularInline):
    model = IndexAssignment
    extra = 0


class NewAccountForm(forms.ModelForm):
    """A new account has no password: its owner sets one with the link that is handed over."""

    class Meta:
        model = User
        fields = ("username", "last_name", "first_name", "email")

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        self.instance.is_staff = True
        return super().save(commit)


class AccountAdmin(Journaled, UserAdmin):
    """An account is given groups and assignments, never single permissions. Only a superuser makes superusers."""

    inlines = (UnitAssignmentInline, IndexAssignmentInline)
    form = UserChangeForm
    add_form = NewAccountForm
    add_fieldsets = ((None, {"fields": ("username", "last_name", "first_name", "email")}),)
    add_form_template = "admin/change_form.html"
    change_form_template = "admin/account.html"
    actions = ("unlock", "lose_phone")
    list_display = ("username", "last_name", "first_name", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return (*fieldsets, (_("Superuser"), {"fields": ("is_superuser",)}))

    def get_readonly_fields(self, request, obj=None):
        """Nobody hands out rights to themselves."""
        own = () if request.user.is_superuser or obj != request.user else ("is_active", "is_staff", "groups")
        return (*super().get_readonly_fields(request, obj), *own)

    def get_inlines(self, request, obj):
        return self.inlines if obj and (request.user.is_superuser or obj != request.user) else ()

    def get_urls(self):
        link = path("<int:pk>/link/", self.admin_site.admin_view(self.sign_in_link), name="auth_user_link")
        return [link, *super().get_urls()]

    def sign_in_link(self, request, pk: int):
        """A link with which the account sets its password: made by a post, shown once, kept in the log."""
        account = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:auth_user_change", pk)
        arguments = [urlsafe_base64_encode(force_bytes(account.pk)), default_token_generator.make_token(account)]
        until = timezone.localtime() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        self.log_change(request, account, "A sign-in link was made.")
        context = self.admin_site.each_context(request) | {
            "title": _now("Sign-in link"),
            "opts": self.opts,
            "account": account,
            "link": settings.SITE_URL + reverse("password_reset_confirm", args=arguments),
            "until": f"{until:%H:%M %d/%m/%Y}",
        }
        return TemplateResponse(request, "admin/sign_in_link.html", context)

    @admin.action(description=_("Let sign in again after too many attempts"), permissions=["change"])
    def unlock(self, request, queryset):
        for account in queryset:
            reset(username=account.get_username())
            self.log_change(request, account, "Attempts were forgotten.")

    @admin.action(description=_("Take the second factor away (the phone is lost)"), permissions=["change"])
    def lose_phone(self, request, queryset):
        for account in queryset:
            take_away(account)
            self.log_change(request, account, "The second factor was taken away.")
            said_taken_away(request, account)

    def has_delete_permission(self, request, obj=None):
        """An account that did something stays, switched off: what it did keeps its name."""
        return False


for model in (User, TOTPDevice, StaticDevice):
    admin.site.unregister(model)
admin.site.register(User, AccountAdmin)
