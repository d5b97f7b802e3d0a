"""Whose indices a sheet may change: an account edits those it is assigned to."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from ..models import IndexAssignment, Method


class OwnIndices:
    """For a kind of sheet whose rows belong to an index, by `index_id` unless `index_of` says otherwise."""

    context: dict[str, Any]

    @cached_property
    def index_scope(self) -> frozenset[int] | None:
        """The indices that the account may edit; None where there is no limit."""
        return IndexAssignment.scope_of(self.context.get("user"))

    def index_of(self, values: dict[str, Any]) -> int | None:
        return values["index_id"]

    def why_not_allowed(self, values: dict[str, Any]) -> str:
        if self.index_scope is None or self.index_of(values) in self.index_scope:
            return ""
        return _("this account does not edit this index. Ask the administrator if your assignment has changed.")


class OwnMethods(OwnIndices):
    """For rows that belong to a method."""

    @cached_property
    def _indices(self) -> dict[int, int]:
        return dict(Method.objects.values_list("pk", "index_id"))

    def index_of(self, values):
        return self._indices.get(values["method_id"])
