"""Tells what is wrong or doubtful in the files, beside a plan: counted in text, listed in a comment.

Takes the findings of a view; returns lines that are safe to print. The text of a plan only counts
them: `validate` draws them with the lines of their files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reconciler.model.diagnostic import Severity
from reconciler.render.dates import counted
from reconciler.render.diagnostic_shape import DiagnosticView, RangeView
from reconciler.render.escape import for_markdown
from reconciler.render.fitting import fitting, folded
from reconciler.render.layout import Style, indented

_FEW: Final = 5
"""So many findings stand open in a comment; more are folded, unless one is an error."""


def findings_counted(findings: Sequence[DiagnosticView]) -> str:
    """`1 error, 2 warnings`; "" if there are none."""
    numbers = [(each, sum(found["severity"] == each for found in findings)) for each in Severity]
    return ", ".join(counted(number, each.value, f"{each.value}s") for each, number in numbers if number)


def findings_section(findings: Sequence[DiagnosticView], style: Style) -> list[str]:
    """`In the files: 2 warnings. "reconciler validate" tells them.`"""
    if not findings:
        return []
    which = "it" if len(findings) == 1 else "them"
    words = f'In the files: {findings_counted(findings)}. "reconciler validate" tells {which}.'
    return indented(words, 0, style)


def findings_markdown(findings: Sequence[DiagnosticView], room: int) -> list[str]:
    """A list of them in at most about `room` characters; what does not fit is counted."""
    if not findings:
        return []
    title = f"In the files: {findings_counted(findings)}"
    lines = fitting([[_line(each)] for each in findings], room, "finding")
    errors = any(each["severity"] == Severity.ERROR for each in findings)
    return ["", f"#### {title}", "", *lines] if errors or len(findings) <= _FEW else folded(title, lines)


def _line(found: DiagnosticView) -> str:
    place = "" if found["range"] is None else f" ({_place(found['range'])})"
    head = f"- `{for_markdown(found['severity'])}` {for_markdown(found['code'])}: "
    more = [for_markdown(found["detail"])] if found["detail"] else []
    more += [f"{for_markdown(each['text'])} ({_place(each['range'])})" for each in found["related"]]
    more += [f"Next: {for_markdown(found['hint'])}"] if found["hint"] else []
    return f"{head}{'<br>'.join([for_markdown(found['summary']) + place, *more])}"


def _place(where: RangeView) -> str:
    return f"{for_markdown(where['filename'])}:{where['start']['line']}"
