"""What the templates of public pages are given before a reader comes."""

from django.template import engines

from reform_portal.pages import make_ready


def test_every_template_is_compiled_before_a_reader_comes():
    compiled = engines["jinja2"].env
    compiled.cache.clear()
    make_ready()
    assert {name for _loader, name in compiled.cache} == set(compiled.list_templates())
