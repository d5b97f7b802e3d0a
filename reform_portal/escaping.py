"""How Jinja writes a value into a page: escaped as ever, without a wrapping that nobody reads.

MarkupSafe makes each escaped text a Markup, so that more can be joined to it safely. What a template writes is only
joined to the page, and a league table writes two thousand values: most hold nothing to escape.
"""

import re
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_to_escape = re.compile("[&<>'\"]").search


def written(value: Any) -> str:
    """A value as it stands in a page.

    >>> written("Bắc Ninh"), written("A & B"), written(Markup("<b>")), written(63), written(None)
    ('Bắc Ninh', Markup('A &amp; B'), Markup('<b>'), '63', Markup('None'))
    """
    kind = type(value)
    if kind is str:
        return escape(value) if _to_escape(value) else value
    if kind is Markup:
        return value
    if kind is int or kind is float:
        return str(value)
    return escape(value)


class WritingGenerator(CodeGenerator):
    """Templates compiled to call `written` where Jinja's own call `escape`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class PageEnvironment(Environment):
    """An environment whose templates write values so."""

    code_generator_class = WritingGenerator
    written = staticmethod(written)
