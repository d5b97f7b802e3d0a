"""The officials' site: Django's, with what waits for each of them on its first screen."""

from functools import cached_property, wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.options import TO_FIELD_VAR
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from .passwords import said_set
from .tasks import tasks_of

# Texts of scripts that count; they are translated where Django's own are borrowed.
COUNTED = (
    ("%(sel)s of %(cnt)s selected", "%(sel)s of %(cnt)s selected"),
    ("Note: You are %s hour ahead of server time.", "Note: You are %s hours ahead of server time."),
    ("Note: You are %s hour behind server time.", "Note: You are %s hours behind server time."),
)


class TextsOfScripts(JavaScriptCatalog):
    """What the scripts of Django's admin say, with its few unhappy Vietnamese texts replaced by ours."""

    def get_catalog(self):
        ours: dict[str, str | list[str]] = {"Hide": gettext("Hide")}
        for one, many in COUNTED:
            ours[one] = [ngettext(one, many, number) for number in (1, 2)]
        return super().get_catalog() | ours


class SignIn(AdminAuthenticationForm):
    """Django only tells browsers how long a name may be; attempts with a longer one could not be counted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        longest = self.fields["username"].widget.attrs["maxlength"]
        self.fields["username"].validators.append(MaxLengthValidator(longest))


class PortalAdminSite(AdminSite):
    login_form = SignIn
    site_header = site_title = _("Public administration reform portal")
    index_title = _("Management")

    @cached_property
    def relations(self) -> frozenset[str]:
        """What relations are called at their far end: `results` of a unit. No record is picked by such a name."""
        return frozenset(relation.name for model in self._registry for relation in model._meta.related_objects)

    def admin_view(self, view, cacheable=False):
        """Refuse to pick a record by the name of a relation: Django fails there, where it refuses other names."""

        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.GET.get(TO_FIELD_VAR) in self.relations:
                raise DisallowedModelAdminToField("No record is picked by a relation.")
            return view(request, *args, **kwargs)

        return super().admin_view(checked, cacheable)

    def index(self, request, extra_context=None):
        return super().index(request, {"tasks": tasks_of(request.user)} | (extra_context or {}))

    def password_change(self, request, extra_context=None):
        answer = super().password_change(request, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            said_set(request, request.user)
        return answer

    def i18n_javascript(self, request, extra_context=None):
        answer = TextsOfScripts.as_view(packages=["django.contrib.admin"])(request)
        answer["Cache-Control"] = "private, max-age=3600"  # every page with a date asks for it
        return answer
