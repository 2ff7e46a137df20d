"""Draws what is created, changed or ended: one block for each class, a line or two for each of its rules.

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
    return [*signed("#", words.head, 2, style), *rules_lines(words, 4, style)]


def rules_lines(words: ClassWords, indent: int, style: Style) -> list[str]:
    """The rules of one class, each with its sign."""
    return [line for rule in words.rules for line in _rule(rule, indent, style)]


def _rule(rule: RuleWords, indent: int, style: Style) -> list[str]:
    lines = _title(rule, indent, style)
    for text in (rule.other, rule.dates, *rule.exceptions):
        if text:
            lines += indented(text, indent + 2, style)
    return lines


def _title(rule: RuleWords, indent: int, style: Style) -> list[str]:
    """On one line if it fits, else the details below the times."""
    whole = f"{rule.when}  {rule.what}"
    if columns(whole) <= style.columns - indent - 2:
        return signed(rule.sign, whole, indent, style)
    what = indented(rule.what, indent + 2, style) if rule.what else []
    return signed(rule.sign, rule.when, indent, style) + what
