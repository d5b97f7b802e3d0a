"""Pages are written as Jinja and MarkupSafe write them, only with less work."""

from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from reform_portal.escaping import PageEnvironment, written

VALUES = [
    "", "Bắc Ninh", "A & B", "<script>", 'quoted "twice" and \'once\'', Markup("<b>bold</b>"), 0, -7, 63, True, 1.5,
    -0.0, float("inf"), 1e300, None, Decimal("88.50"), ["<", 1], gettext_lazy("Score"),
]  # fmt: skip
TEMPLATES = [
    "{{ value }}",
    '<a title="{{ value }}">{{ value }}{{ value }}</a>',
    "{% macro of(x) %}<i>{{ x }}</i>{% endmacro %}{{ of(value) }}{{ of(of(value)) }}",
    "{% set kept %}<u>{{ value }}</u>{% endset %}{{ kept }}",
    '{{ value ~ "<" }}{{ value|string|upper }}{{ value|safe }}',
    "{% autoescape false %}{{ value }}{% endautoescape %}",
]


@given(st.text())
def test_any_text_is_escaped_as_markupsafe_does(text):
    assert str(written(text)) == str(escape(text))


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_any_value_is_written_as_markupsafe_does(value):
    assert str(written(value)) == str(escape(value))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_template_makes_the_same_page_as_in_jinja_itself(template, value):
    ours, plain = PageEnvironment(autoescape=True), Environment(autoescape=True)
    assert ours.from_string(template).render(value=value) == plain.from_string(template).render(value=value)
