"""Rows have one digest, whatever database they lie in."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from indices.models import Result
from reform_portal.backups.content import (
    FIGURES,
    Table,
    content_of,
    digest_of,
    figures_digest,
    models_of,
    plain,
)

pytestmark = pytest.mark.django_db


def test_the_figures_of_the_founding_article_have_the_same_digest_on_every_database():
    """The numbers of rows, and when they came in, differ; the values of their columns must not."""
    model = models_of("default")["indices_result"]
    rows = model.objects.filter(edition__index__code="sipas", edition__year=2020, source__code="bao-hoang-lam-2021")
    columns = ("unit__slug", "score", "score_text", "score_basis", "rank", "rank_of", "note", "edition__units_as_of")
    told = digest_of(rows.order_by("unit__kind", "unit__slug").values_list(*columns).iterator())
    assert told == Table(6, "7cccf78d38b91805339783e6666ad833a06fc6b83c742b7f3f6fa81f53d47705")


def test_values_have_a_form_that_no_database_changes():
    assert plain(Decimal("88.350")) == "88.350"
    assert plain(date(2020, 12, 31)) == "2020-12-31"
    moment = datetime(2026, 11, 24, 19, 0, 5, 120, tzinfo=UTC)
    assert plain(moment) == plain(moment.astimezone(timezone(timedelta(hours=7)))) == "2026-11-24T19:00:05.000120+00:00"
    assert plain(UUID(int=1)) == "00000000-0000-0000-0000-000000000001"
    assert plain(b"abc") == plain(memoryview(b"abc"))
    with pytest.raises(TypeError, match="complex has no form"):
        plain(1j)


def test_every_table_is_counted_and_digested_but_sessions():
    content = content_of("default")
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert content.keys() == tables - {"django_session"}
    assert content["indices_result"].rows == Result.objects.count()
    assert [name for name, table in content.items() if not table.sha256] == ["django_migrations"]
    assert set(FIGURES) <= content.keys()


def test_one_changed_digit_changes_the_digest_of_the_figures():
    before = content_of("default")
    result = Result.objects.exclude(score=None).first()
    Result.objects.filter(pk=result.pk).update(score=result.score + Decimal("0.01"))
    after = content_of("default")
    assert after["indices_result"].rows == before["indices_result"].rows
    assert figures_digest(after) != figures_digest(before)
    assert len(figures_digest(after)) == 64


def test_tables_that_newer_code_has_changed_are_counted_without_a_digest():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('indices', '9999_to_come', '2026-11-24')"
        )
    content = content_of("default")
    assert content["indices_result"] == Table(Result.objects.count())
    assert figures_digest(content) == ""


def test_no_model_keeps_a_file_outside_the_database():
    """A backup is of the database alone. Whoever adds a file field has to back up what it stores."""
    assert not [
        field for model in apps.get_models() for field in model._meta.fields if isinstance(field, models.FileField)
    ]
