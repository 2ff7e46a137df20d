"""Draws what is created: one block for each class, a line or two for each of its rules.

Takes a view and a style; returns lines.
"""

from __future__ import annotations

from reconciler.render.layout import Style, columns, indented, signed
from reconciler.render.plan_text.rule_words import ClassWords, RuleWords, class_words
from reconciler.render.shape import PlanView


def creates_section(view: PlanView, style: Style) -> list[str]:
    """All blocks, with an empty line between them."""
    lines: list[str] = []
    for each in class_words(view, style):
        if lines:
            lines.append("")
        lines += _class(each, style)
    return lines


def _class(words: ClassWords, style: Style) -> list[str]:
    lines = signed("#", words.head, 2, style)
    for rule in words.rules:
        lines += _rule(rule, style)
    return lines


def _rule(rule: RuleWords, style: Style) -> list[str]:
    lines = _title(rule.when, rule.what, style)
    for text in (rule.other, rule.dates, *rule.exceptions):
        if text:
            lines += indented(text, 6, style)
    return lines


def _title(when: str, what: str, style: Style) -> list[str]:
    """On one line if it fits, else the details below the times."""
    whole = f"{when}  {what}"
    if columns(whole) <= style.columns - 6:
        return signed("+", whole, 4, style)
    return signed("+", when, 4, style) + (indented(what, 6, style) if what else [])
