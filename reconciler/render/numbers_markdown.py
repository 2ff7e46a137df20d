"""The numbers of a plan as a folded table of Markdown.

Takes the numbers of a view; returns lines.
"""

from __future__ import annotations

from reconciler.render.escape import for_markdown
from reconciler.render.frame_shape import NumbersView
from reconciler.render.numbers_words import HEADS, number_blocks, weeks_words

_MOST = 60
"""Rows of a block; what is beyond is counted."""


def numbers_markdown(numbers: NumbersView) -> list[str]:
    """The lines; none if no number changes. Only rows that change are listed, the others are counted."""
    blocks = [(title, [row for row in its if row.changes], its) for title, its in number_blocks(numbers)]
    if not any(changed for _, changed, _ in blocks):
        return []
    lines = ["", "<details>", f"<summary>{weeks_words(numbers)}</summary>", ""]
    lines += [f"|  | {' | '.join(HEADS)} |", "| :--- | ---: | ---: | ---: |"]
    for title, changed, its in blocks:
        lines.append(f"| **{title}** |  |  |  |")
        lines += [f"| {for_markdown(row.name)} | {' | '.join(row.cells)} |" for row in changed[:_MOST]]
        left = len(its) - min(len(changed), _MOST)
        if left:
            lines.append(f"| {left} more {'without a change' if len(changed) <= _MOST else ''} |  |  |  |")
    return [*lines, "", "</details>"]
