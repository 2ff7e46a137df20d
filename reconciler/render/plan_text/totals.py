"""How every drawing of a plan ends: whether it can be applied, its counts, and what it costs.

Takes a `PlanView` and a `Style`; returns lines.
"""

from __future__ import annotations

from reconciler.render.dates import counted, duration
from reconciler.render.layout import BOLD, Style, indented, painted, show, signed
from reconciler.render.shape import PlanView


def gates_section(view: PlanView, style: Style) -> list[str]:
    """Each limit that the plan is above, and what to do; nothing if it can be applied."""
    lines: list[str] = []
    for gate in view["gates"]:
        if gate["passed"]:
            continue
        name, where = show(gate["name"], style), show(gate["location"], style)
        lines += signed("!", f"Cannot be applied: {name} at {where}", 0, style)
        counts = f"{show(gate['actual'], style)}; {show(gate['limit'], style)}."
        lines += indented(f"{counts} {show(gate['remedy'], style)}".rstrip(), 2, style)
    return lines


def totals_section(view: PlanView, style: Style) -> list[str]:
    """`Plan: 12 to add, 0 to change, 0 to destroy.` and what it costs; of a comparison `Diff: …` alone."""
    summary, requests = view["summary"], view["requests"]
    counts = f"{summary['add']} to add, {summary['change']} to change, {summary['destroy']} to destroy."
    if "comparison" in view:
        return _headed("Diff:", counts, style)
    parts = []
    if summary["held_back"]:
        parts.append(f"{summary['held_back']} held back")
    if summary["conflicts"]:
        parts.append(counted(summary["conflicts"], "clash", "clashes"))
    if summary["drift"]:
        parts.append(counted(summary["drift"], "deviation", "deviations"))
    if requests["read"] or requests["write"]:
        parts.append(f"{counted(requests['read'], 'request', 'requests')} to read")
    if requests["write"]:
        parts.append(f"{requests['write']} to write")
        if requests["eta_seconds"] is not None:
            parts.append(f"{requests['check']} to check")
            parts.append(f"finished after {duration(requests['eta_seconds'])} at the earliest")
    lines = _headed("Plan:", counts, style)
    if parts:
        text = ", ".join(parts) + "."
        lines += indented(text[0].upper() + text[1:], 0, style)
    return lines


def _headed(head: str, text: str, style: Style) -> list[str]:
    """One line at any width: other programs look for it."""
    return [f"{painted(head, BOLD, style)} {text}"]
