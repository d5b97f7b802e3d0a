"""Who may do what: the groups, synced after every migrate. Which units and indices is said by assignments.

A permission that is not here is nobody's but the superuser's. The names are those that administrators read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

VIEW, ENTER, KEEP = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")

UNITS = ("province", "ministry", "commune", "unitname", "succession", "region", "regionmember")
LISTS = ("unit", "communelist", "listedcommune")
DEFINITIONS = ("reformindex", "method", "criterion", "band")
REGISTER = ("correction", "underreview")
FIGURES = ("participation", "result", "score", "average", "claim")
PROMISES = ("indicator", "target", "guidance")
REPORTS = ("snapshot", "adoption")
EVERYTHING = {
    "provinces": (*UNITS, *LISTS, "source"),
    "indices": (*DEFINITIONS, "edition", *FIGURES, *REGISTER, *PROMISES, *REPORTS),
}

ALL_UNITS, ALL_INDICES = "provinces.all_units", "indices.all_indices"


@dataclass(frozen=True)
class Role:
    """A group: its name, and its permissions as `app.codename`."""

    name: str
    permissions: frozenset[str]
    # Whoever approves or hands out rights signs in with a second factor, except on a trial.
    second_factor: bool = False


def each(app: str, models: tuple[str, ...], actions: tuple[str, ...]) -> Iterator[str]:
    return (f"{app}.{action}_{model}" for model in models for action in actions)


SEE_ALL = frozenset(code for app, models in EVERYTHING.items() for code in each(app, models, VIEW)) | {
    ALL_UNITS,
    ALL_INDICES,
    "provinces.view_importrun",
    "provinces.view_journalentry",
}

REGISTRY_KEEPER = Role(
    "Quản lý danh mục",
    (SEE_ALL - {"provinces.view_importrun", "provinces.view_journalentry"})
    | {*each("provinces", (*UNITS, "source"), KEEP), *each("indices", (*DEFINITIONS, *PROMISES), KEEP)},
)
# What the public sees at once (sources, methods, bands) an editor adds to; what stands there the keeper changes.
INDEX_EDITOR = Role(
    "Biên tập chỉ số",
    frozenset(
        {
            ALL_UNITS,
            *each("provinces", (*UNITS, *LISTS), VIEW),
            *each("provinces", ("source",), ("view", "add")),
            *each("indices", ("reformindex", "band"), VIEW),
            *each("indices", ("method", "criterion"), ("view", "add")),
            *each("indices", ("edition",), ENTER),
            *each("indices", FIGURES, KEEP),
            *each("indices", ("correction",), ("view", "add")),
            *each("indices", ("underreview",), VIEW),
        }
    ),
)
REVIEWER = Role("Kiểm tra", SEE_ALL | {"indices.review_edition", "indices.accept_snapshot"}, second_factor=True)
PUBLISHER = Role(
    "Phê duyệt công bố",
    SEE_ALL
    | {
        "indices.review_edition",
        "indices.publish_edition",
        "indices.add_underreview",
        "indices.change_correction",
    },
    second_factor=True,
)
UNIT_REPORTER = Role(
    "Báo cáo của đơn vị",
    frozenset(
        {
            *each("provinces", LISTS, VIEW),
            *each("provinces", ("source",), ("view", "add")),
            *each("indices", PROMISES, VIEW),
            *each("indices", ("snapshot",), ("view", "add")),
            *each("indices", ("adoption",), ENTER),
        }
    ),
)
AUDITOR = Role(
    "Giám sát",
    SEE_ALL
    | {
        *each("auth", ("user", "group"), VIEW),
        "provinces.view_unitassignment",
        "indices.view_indexassignment",
    },
)
ADMINISTRATOR = Role(
    "Quản trị",
    AUDITOR.permissions
    | {
        *each("auth", ("user",), ENTER),
        *each("provinces", ("unitassignment",), KEEP),
        *each("indices", ("indexassignment",), KEEP),
    },
    second_factor=True,
)
ROLES = (REGISTRY_KEEPER, INDEX_EDITOR, REVIEWER, PUBLISHER, UNIT_REPORTER, AUDITOR, ADMINISTRATOR)


def sync(**_kwargs) -> None:
    """Give every group exactly its permissions. Raises KeyError for one that no model declares."""
    for app in ("auth", *EVERYTHING):  # the project is migrated first, before Django has made their permissions
        create_permissions(apps.get_app_config(app), verbosity=0)
    declared = Permission.objects.values_list("pk", "content_type__app_label", "codename")
    known = {f"{app}.{code}": pk for pk, app, code in declared}
    for role in ROLES:
        if missing := sorted(role.permissions - known.keys()):
            raise KeyError(f"{role.name}: no model declares {', '.join(missing)}")
        group, _made = Group.objects.get_or_create(name=role.name)
        group.permissions.set(known[code] for code in role.permissions)
