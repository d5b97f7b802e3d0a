"""Every wait has a limit, and nothing is migrated where nothing can be written."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import router

from indices.models import Edition
from provinces.reading import PRIMARY, REPLICA
from reform_portal.databases.connecting import bounded


def test_every_wait_for_a_postgresql_has_a_limit():
    config = bounded({"OPTIONS": {"sslmode": "require", "options": "-c x=1"}}, 2, 8, 30, 120, read_only=True)
    options = config["OPTIONS"]
    assert options["connect_timeout"] == 2
    assert options["tcp_user_timeout"] == 8000
    assert options["sslmode"] == "require"
    assert options["options"] == (
        "-c x=1 -c lock_timeout=30000 -c idle_in_transaction_session_timeout=120000 -c default_transaction_read_only=on"
    )


def test_a_pool_beside_persistent_connections_is_refused():
    with pytest.raises(ImproperlyConfigured, match="pool"):
        bounded({"OPTIONS": {"pool": "true"}}, 2, 8, 30, 120)


def test_nothing_is_migrated_on_the_replica():
    assert router.allow_migrate_model(PRIMARY, Edition)
    assert not router.allow_migrate_model(REPLICA, Edition)
