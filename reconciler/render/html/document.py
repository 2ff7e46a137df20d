"""Fills the template; the only home of jinja2.

Takes a `PlanView`; returns a complete HTML document. Every text of others is written out where
it cannot be seen (`visible`) and escaped as HTML.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from reconciler.render.escape import visible
from reconciler.render.html.kinds import WORDS_OF_KINDS
from reconciler.render.html.page import page_of
from reconciler.render.html.structured import structured_data
from reconciler.render.layout import glued
from reconciler.render.numbers_words import HEADS, number_blocks, weeks_words
from reconciler.render.shape import PlanView
from reconciler.render.wording import COMPARED


def to_html(view: PlanView, by: str = "") -> str:
    """The report of a plan. It opens with a week for each location, or `by` `teacher` or `room`."""
    style, script = _asset("report.css") + _asset("paper.css"), _asset("report.js") + _asset("sheets.js")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    environment.filters["glued"] = glued
    template = environment.from_string(_asset("report.html.j2"))
    return template.render(
        page=page_of(view),
        by=by,
        numbers=list(number_blocks(view["numbers"])),
        number_heads=HEADS,
        number_title=weeks_words(view["numbers"]),
        kinds={
            kind: COMPARED.get(sign, words) if "comparison" in view else words
            for kind, (sign, words) in WORDS_OF_KINDS.items()
        },
        style=style,
        script=script,
        style_hash=_source_hash(style),
        script_hash=_source_hash(script),
        structured=structured_data(view),
    )


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _source_hash(source: str) -> str:
    """How a content security policy names a style or script that stands in the page."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _shown(value: object) -> object:
    """Plain text as it may be seen; markup of our own is of another type and stays."""
    return visible(value) if type(value) is str else value
