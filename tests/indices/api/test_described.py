"""What the description promises is what the API does: schemathesis asks whatever it allows, and what it does not."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from indices.api.v1 import api
from reform_portal.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

# Each value on and over its border, each method: long to think of, so only for the addresses of the cheap kinds.
WITH_BORDERS = ("get_editions", "list_regions", "list_guidance")


@pytest.fixture
def one_connection():
    """A web process ends a connection with its request; the rows of a test are seen by their own connection alone."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def described(**phases: bool):
    """The description, for requests of some phases."""
    said = {"phases": {name: {"enabled": enabled} for name, enabled in phases.items()}}
    schema = schemathesis.openapi.from_dict(
        json.loads(json.dumps(api.get_openapi_schema())), config=SchemathesisConfig.from_dict(said)
    )
    schema.app = application
    return schema


@described(coverage=False).parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_description_promises(case):
    case.call_and_validate()


@pytest.mark.parametrize("name", WITH_BORDERS)
def test_what_lies_over_a_border_is_refused(name):
    """The requests are thought of here: schemathesis would do so for everybody who looks which tests there are."""
    schema = described()
    operation = schema.find_operation_by_id(name)
    generation = schema.config.generation_for(operation=operation, phase="coverage")
    cases = schema.iter_coverage_cases(
        operation, generation_modes=generation.modes, generation_config=generation,
        extra_data_source=None, error_feedback=None, session=None,
    )  # fmt: skip
    asked = 0
    for case in cases:
        case.call_and_validate()
        asked += 1
    assert asked > 10
