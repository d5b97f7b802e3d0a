"""Accounts in the admin: who they are, which groups, units and indices they have."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from indices.models import IndexAssignment
from provinces.models import UnitAssignment


class UnitAssignmentInline(admin.TabularInline):
    model = UnitAssignment
    autocomplete_fields = ("unit",)
    extra = 0


class IndexAssignmentInline(admin.TabularInline):
    model = IndexAssignment
    extra = 0


class AccountAdmin(UserAdmin):
    """An account is given groups and assignments, never single permissions. Only a superuser makes superusers."""

    inlines = (UnitAssignmentInline, IndexAssignmentInline)
    list_display = ("username", "last_name", "first_name", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)

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

    def has_delete_permission(self, request, obj=None):
        """An account that did something stays, switched off: what it did keeps its name."""
        return False


admin.site.unregister(User)
admin.site.register(User, AccountAdmin)
