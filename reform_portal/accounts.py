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
from django.db.models import ManyToManyField
from django.template.response import TemplateResponse
from django.urls import reverse
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

from .passwords import named
from .second_factor import said_taken_away, take_away
from .steps import ATTEMPTS, LINK, SECOND_FACTOR


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
    list_display = ("username", "last_name", "first_name", "groups_held", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "has_password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("has_password", "last_login", "date_joined")
    filter_horizontal = ()
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

    def get_queryset(self, request):
        accounts = super().get_queryset(request).prefetch_related("groups")
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

    @admin.display(description=_("groups"))
    def groups_held(self, account) -> str:
        return ", ".join(group.name for group in account.groups.all())

    @admin.display(description=_("password was set"), boolean=True)
    def has_password(self, account) -> bool:
        return account.has_usable_password()

    def get_urls(self):
        """Nobody types another one's password: the link that is handed over is the way."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "auth_user_password_change"]

    def response_change(self, request, obj):
        """The link is made by the form itself, so that what was ticked is saved before."""
        return self._sign_in_link(request, obj) if "_link" in request.POST else super().response_change(request, obj)

    def _sign_in_link(self, request, account: User) -> TemplateResponse:
        """A link with which the account sets its password: shown once, kept in the journal."""
        arguments = [urlsafe_base64_encode(force_bytes(account.pk)), default_token_generator.make_token(account)]
        until = timezone.localtime() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        self.note(request, account, {LINK: None}, {LINK: until.isoformat(timespec="minutes")})
        context = self.admin_site.each_context(request) | {
            "title": _now("Sign-in link"),
            "opts": self.opts,
            "account": account,
            "name": named(account),
            "link": settings.SITE_URL + reverse("password_reset_confirm", args=arguments),
            "until": f"{until:%H:%M %d/%m/%Y}",
        }
        return TemplateResponse(request, "admin/sign_in_link.html", context)

    @admin.action(description=_("Let sign in again after too many attempts"), permissions=["change"])
    def unlock(self, request, queryset):
        for account in queryset:
            reset(username=account.get_username())
            self.note(request, account, {ATTEMPTS: None}, {ATTEMPTS: True})

    @admin.action(description=_("Take the second factor away (the phone is lost)"), permissions=["change"])
    def lose_phone(self, request, queryset):
        for account in queryset:
            if take_away(account):
                self.note(request, account, {SECOND_FACTOR: True}, {SECOND_FACTOR: False})
            said_taken_away(request, account)

    def may_go_back(self, request, record) -> bool:
        """Rights are given by the form alone, which knows who may give which."""
        return False

    def has_delete_permission(self, request, obj=None):
        """An account that did something stays, switched off: what it did keeps its name."""
        return False


for model in (User, TOTPDevice, StaticDevice):
    admin.site.unregister(model)
admin.site.register(User, AccountAdmin)
