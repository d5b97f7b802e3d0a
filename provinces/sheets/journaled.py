"""Forms that keep a history, that nobody overwrites unseen, and from which one can go back as a new step."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import JournalEntry
from .journal import plain

VERB = JournalEntry.Verb
# What no journal keeps: secrets, and what every sign-in changes.
UNKEPT = {"password", "last_login"}


def values_of(record: models.Model) -> dict[str, Any]:
    """A record's values as the journal keeps them, without its key."""
    fields = (field for field in record._meta.concrete_fields if not field.primary_key and field.name not in UNKEPT)
    return plain({field.attname: getattr(record, field.attname) for field in fields})


def digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]


class SeenForm(forms.ModelForm):
    """A form that knows what its reader saw. If the record was changed since, the difference is shown, not overwritten.

    Saving once more, with the difference seen, replaces it.
    """

    seen = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = values_of(self.instance) if self.instance.pk else {}
        if self.now and "seen" in self.fields:
            self.fields["seen"].initial = digest(self.now)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen, now = self.data.get(self.add_prefix("seen"), ""), self.now
        if now and seen and seen != digest(now):
            data = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("seen")] = digest(now)
            self.data = data
            raise ValidationError(self._what_changed())
        return cleaned

    def _what_changed(self) -> list[str]:
        last = JournalEntry.objects.filter(table=self.instance._meta.label_lower, record=self.instance.pk).first()
        who = last.user if last and last.user else _("another account")
        when = f"{timezone.localtime(last.at):%H:%M %d/%m/%Y}" if last else ""
        head = _("Since you opened this form it was changed by %(who)s (%(when)s). Nothing was saved.") % {
            "who": who,
            "when": when,
        }
        lines = [f"{name}: {old or '–'} → {new or '–'}" for name, old, new in last.shown] if last else []
        return [head, *lines, _("Look at the values below and save again to replace them.")]


def note(request, record: Any, before: dict[str, Any] | None, after: dict[str, Any] | None, by: Any = None) -> None:
    """Keep what a page did to a record; only what differs. `by`: where the account is not signed in yet."""
    if before is not None and after is not None:
        changed = [name for name in after if before.get(name) != after[name]]
        if not changed:
            return
        before, after = ({name: end.get(name) for name in changed} for end in (before, after))
    JournalEntry.note(record, by or request.user, before, after, address=request.path)


def lists_of(record: models.Model, form: forms.ModelForm) -> dict[str, list[str]]:
    """What a record has of the lists that a form asks for, by name: the groups of an account."""
    fields = (field for field in record._meta.many_to_many if field.name in form.fields)
    return {field.name: sorted(str(other) for other in getattr(record, field.name).all()) for field in fields}


class Journaled(admin.ModelAdmin):
    """A model admin whose forms write the journal."""

    form: Any = SeenForm
    object_history_template = "admin/history.html"
    note = staticmethod(note)

    def save_model(self, request, obj, form, change):
        before = self._stored(obj) if change else None
        super().save_model(request, obj, form, change)
        self.note(request, obj, before, values_of(obj))

    def save_related(self, request, form, formsets, change):
        before = lists_of(form.instance, form)
        super().save_related(request, form, formsets, change)
        self.note(request, form.instance, before, lists_of(form.instance, form))

    def delete_model(self, request, obj):
        self.note(request, obj, values_of(obj), None)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            self.delete_model(request, record)

    def save_formset(self, request, form, formset, change):
        """Rows that a form holds besides its own record: names, assignments."""
        ids = [row.instance.pk for row in formset.forms if row.instance.pk]
        stored = formset.model._base_manager.in_bulk(ids)
        before = {pk: values_of(record) for pk, record in stored.items()}
        gone = [stored[row.instance.pk] for row in formset.deleted_forms if row.instance.pk in stored]
        super().save_formset(request, form, formset, change)
        for record in formset.new_objects:
            self.note(request, record, None, values_of(record))
        for record, _fields in formset.changed_objects:
            self.note(request, record, before.get(record.pk, {}), values_of(record))
        for record in gone:
            self.note(request, record, before[record.pk], None)

    @staticmethod
    def _stored(record: models.Model) -> dict[str, Any]:
        return values_of(type(record)._base_manager.get(pk=record.pk))

    def history_view(self, request, object_id, extra_context=None):
        """Every step of a record, from forms and from sheets; a change can be taken back as a new step."""
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        entries = JournalEntry.objects.filter(table=self.opts.label_lower, record=record.pk)
        if request.method == "POST":
            entry = get_object_or_404(entries, pk=request.POST.get("entry") or 0, verb=VERB.CHANGED)
            self._go_back(request, record, entry)
            return redirect(request.path)
        context = self.admin_site.each_context(request) | {
            "title": _("History: %(record)s") % {"record": record},
            "opts": self.opts,
            "object": record,
            "entries": entries.select_related("user", "run").defer("run__content", "run__digests")[:200],
            "may_go_back": self.may_go_back(request, record),
        }
        return TemplateResponse(request, self.object_history_template, context | (extra_context or {}))

    def may_go_back(self, request, record: models.Model) -> bool:
        return self.has_change_permission(request, record)

    @transaction.atomic
    def _go_back(self, request, record: models.Model, entry: JournalEntry) -> None:
        """Give a record the values it had before an entry, as a step of its own: typed into the account's own form, so
        that it can bring back only what the account could type. Raises PermissionDenied."""
        if not self.may_go_back(request, record):
            raise PermissionDenied
        before = {name.removesuffix("_id"): value for name, value in (entry.before or {}).items()}
        offered = self.get_form(request, record, change=True)
        if before.keys() - offered.base_fields.keys():
            messages.error(request, _("These values are not typed in a form and cannot be taken back here."))
            return
        form = offered(_as_typed(offered(instance=record), before), instance=record)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return
        self.save_model(request, form.save(commit=False), form, change=True)
        form.save_m2m()
        messages.success(request, _("The values of before are back, as a new step."))


def _as_typed(form: forms.ModelForm, before: dict[str, Any]) -> dict[str, Any]:
    """What a browser would post: the record as it is, and in some fields the values of before."""
    typed: dict[str, Any] = {}
    for bound in form:
        value = before.get(bound.name, bound.value())
        if isinstance(bound.field.widget, forms.MultiWidget):
            parts = bound.field.widget.decompress(bound.field.clean(value) if bound.name in before else value)
            typed |= {f"{bound.html_name}_{place}": part for place, part in enumerate(parts or ())}
        elif value not in (None, False):
            typed[bound.html_name] = value
    return typed
