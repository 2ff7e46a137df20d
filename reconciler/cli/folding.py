"""Folds sentences to the width of a terminal without breaking what is copied: words, paths, commands.

Takes text that is safe to show; returns it with line breaks.
"""

from __future__ import annotations

import re
import textwrap

_GLUE = "\x1f"
"""A space inside of a command; safe text has no control characters of its own."""
_WORD = r"--?[\w-]+|[A-Z]{2,}|(?=[^\s;,)]*[./@*])[^\s;,)]+"
_COMMAND = re.compile(rf"`[^`]*`|\breconciler(?: [a-z]+)?(?: (?:{_WORD}))*")


def folded(text: str, width: int, margin: str) -> str:
    """The text in lines of at most `width` columns if its words allow it; all but the first
    begin with `margin`.
    """
    if len(text) <= width:
        return text
    lines = textwrap.wrap(
        _COMMAND.sub(lambda found: found[0].replace(" ", _GLUE), text),
        width,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return "\n".join(lines).replace(_GLUE, " ")
