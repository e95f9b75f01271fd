"""The function and the tag in Jinja2 templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from truth.client import Truth
from truth.client.jinja import install
from truth.model.errors import Invalid, NotFound

Write = Callable[..., Path]
Worded = Callable[..., Callable[[Any], Any]]
HOSTILE = "<script>alert(1)</script> & co"


@pytest.fixture
def truth(snapshot: Write, worded: Worded) -> Truth:
    """The sample, where what happened to a shipped order names a person and the label has an ampersand."""
    person = {"name": {"type": "string", "example": "Ada"}}
    said = worded("shipped", "happened", "Sent & gone, {name}.", **person)
    labelled = worded("shipped", "label", "Sent & gone")
    return Truth(snapshot({"status:fulfilment": lambda body: labelled(said(body))}), channel="email", locale="en")


@pytest.fixture
def render(truth: Truth) -> Callable[..., str]:
    """Renders a template's source, autoescaped unless told otherwise."""

    def run(source: str, *, autoescape: bool = True, **context: Any) -> str:
        environment = Environment(autoescape=autoescape)  # noqa: S701 - both are tested
        install(environment, truth)
        return environment.from_string(source).render(**context)

    return run


Render = Callable[..., str]


def test_the_function_and_the_tag_say_the_same(render: Render) -> None:
    assert render('{{ truth.text("status:fulfilment/placed/label") }}') == "Placed"
    assert render('{% truth "status:fulfilment/placed/label" %}') == "Placed"
    assert render('{{ truth.status("fulfilment", order).label }}', order="placed") == "Placed"
    assert render('{{ truth.status("fulfilment", order) }}', order="placed") == "Placed"


@pytest.mark.parametrize(
    "source",
    [
        '{{ truth.text("status:fulfilment/shipped/happened", name=who) }}',
        '{% truth "status:fulfilment/shipped/happened" with name=who %}',
        '{{ truth.status("fulfilment", "shipped", name=who).happened }}',
    ],
)
def test_html_words_are_markup_and_values_in_them_are_text(render: Render, source: str) -> None:
    said = "Sent &amp; gone, &lt;script&gt;alert(1)&lt;/script&gt; &amp; co."
    assert render(source, who=HOSTILE) == said
    assert render(source, autoescape=False, who=HOSTILE) == said


def test_a_status_that_is_printed_is_its_label_and_escaped_once(render: Render, truth: Truth) -> None:
    source = '{{ truth.status("fulfilment", "shipped") }}'
    assert render(source) == "Sent &amp; gone"
    assert render(source, truth=truth.within(channel="invoice")) == "Sent &amp; gone"
    assert render(source, truth=truth.within(channel="invoice"), autoescape=False) == "Sent & gone"


def test_words_of_a_channel_without_html_are_escaped_by_the_template(render: Render, truth: Truth) -> None:
    source = '{% truth "status:fulfilment/shipped/happened" with name=who %}'
    in_text = truth.within(channel="invoice")
    assert render(source, truth=in_text, who="<b>") == "Sent &amp; gone, &lt;b&gt;."
    assert render(source, truth=in_text, autoescape=False, who="<b>") == "Sent & gone, <b>."


def test_the_tag_takes_a_format_and_arguments_in_any_expression(render: Render) -> None:
    source = '{% truth "status:fulfilment/" ~ code ~ "/happened" as "text" with name=names|first %}'
    assert render(source, autoescape=False, code="shipped", names=["Ada"]) == "Sent & gone, Ada."


def test_a_template_speaks_another_language_when_it_is_given_another_truth(render: Render, truth: Truth) -> None:
    source = '{{ truth.status("fulfilment", "placed") }} · {% truth "status:fulfilment/placed/label" %}'
    assert render(source, truth=truth.within(locale="de")) == "Bestellt · Bestellt"


def test_it_works_inside_loops_blocks_macros_and_imports(render: Render) -> None:
    source = """
        {%- macro label(code) %}{% truth "status:fulfilment/" ~ code ~ "/label" %}{% endmacro -%}
        {%- block all %}{% for code in ["placed", "cancelled"] %}{{ label(code) }};{% endfor %}{% endblock -%}
    """
    assert render(source) == "Placed;Cancelled;"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% truth %}", "unexpected .end of statement block"),
        ('{% truth "a" with %}', "expected token 'name'"),
        ('{% truth "a" with b %}', "expected token '='"),
        ('{% truth "a" with b=1 c=2 %}', "expected token 'end of statement block'"),
        ('{% truth "a" with b=1, %}', "expected token 'name'"),
        ('{% truth "a" with b=1, b=2 %}', "'b' is there twice"),
        ('{% truth "a" as "text" with as_="html" %}', "'as_' is there twice"),
        ('{% truth "a" "b" = 2 %}', "expected token 'end of statement block'"),
    ],
)
def test_a_tag_that_is_written_wrongly_is_told_with_its_line(render: Render, source: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=message) as told:
        render(f"first line\n{source}")
    assert told.value.lineno == 2


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ('{% truth "status:fulfilment/nowhere/label" %}', NotFound),
        ('{{ truth.status("fulfilment", "nowhere").label }}', NotFound),
        ('{{ truth.status("fulfilment", "shipped").lable }}', NotFound),
        ('{% truth "status:fulfilment/shipped/happened" %}', Invalid),
        ('{% truth "status:fulfilment/shipped/happened" with name=order.nobody %}', Invalid),
        ('{% truth "status:fulfilment/shipped/happened" with nmae="Ada" %}', Invalid),
        ('{{ truth.txt("status:fulfilment/shipped/label") }}', UndefinedError),
    ],
)
def test_nothing_is_ever_printed_as_nothing(render: Render, source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        render(source, order={})


def test_it_works_in_strict_sandboxed_and_asynchronous_environments(truth: Truth) -> None:
    source = '{% truth "status:fulfilment/placed/label" %} {{ truth.status("fulfilment", "placed").label }}'
    for environment in (
        Environment(autoescape=True, undefined=StrictUndefined),
        SandboxedEnvironment(autoescape=True),
        Environment(autoescape=True, enable_async=True),
    ):
        install(environment, truth)
        assert environment.from_string(source).render() == "Placed Placed"


def test_flask_templates_need_one_line(truth: Truth) -> None:
    from flask import Flask, render_template_string

    app = Flask("shop")
    install(app.jinja_env, truth)
    with app.app_context():
        assert render_template_string('{{ truth.status("fulfilment", "placed") }}') == "Placed"
