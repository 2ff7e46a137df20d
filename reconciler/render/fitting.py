"""Puts as many whole blocks of lines into a comment as there is room for, and counts the rest.

Takes blocks and characters; returns lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.render.dates import counted


def fitting(blocks: Sequence[list[str]], room: int, noun: str) -> list[str]:
    """As many whole blocks as there is room for, and how many there are beyond."""
    lines: list[str] = []
    for place, block in enumerate(blocks):
        room -= sum(map(len, block)) + len(block)
        if room < 0:
            left = counted(len(blocks) - place, f"more {noun}", f"more {_plural(noun)}")
            beyond = f"… and {left} that this comment has no room for; the plan itself has them."
            return [*lines, "", beyond, ""]
        lines += block
    return lines


def folded(title: str, lines: list[str]) -> list[str]:
    """A part that opens at a click; nothing if there is nothing in it."""
    return ["", "<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>"] if lines else []


def _plural(noun: str) -> str:
    return noun if noun == "series" else f"{noun}es" if noun.endswith("s") else f"{noun}s"
