"""How text is laid out: width, wrapping, signs and colour.

Takes plain text that is already safe to print and a `Style`; returns lines without line ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from unicodedata import category, combining, east_asian_width

from reconciler.render.dates import MONTHS, WEEKDAYS
from reconciler.render.escape import for_terminal

GREEN: Final = "32"
YELLOW: Final = "33"
RED: Final = "31"
BLUE: Final = "34"
MAGENTA: Final = "1;35"
BOLD: Final = "1"
BOLD_GREEN: Final = "1;32"
BOLD_RED: Final = "1;31"
BOLD_YELLOW: Final = "1;33"

SIGN_COLOURS: Final = {"+": GREEN, "~": YELLOW, "-": RED, "=": BLUE, "!": MAGENTA, "#": BOLD}
_FIRST_UNUSUAL = "\u0300"
"""The first combining character; below it every character that shows takes one column."""
_EMOJI_STYLE = "\ufe0f"
_ON_TOP = frozenset({"Mn", "Me"})
"""Categories of what stands above or below another character, such as vowels of Thai."""
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_WRITTEN_OUT = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
"""A character that cannot be shown; half of it would be another text."""
_LONGEST_WRITTEN = 10
_GLUE = "\x1f"
"""A space at which no line is broken; safe text has no control characters of its own."""
_MONTH = f"(?:{'|'.join(MONTHS)})"
_WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
_UNIT = "(?:s|min|h|seats?|class(?:es)?|each|people|person|booked|more|requests?)"
_GLUED = re.compile(
    rf"(?<=\d) (?={_UNIT}\b|{_MONTH}\b)"
    rf"|(?<=\b{_WEEKDAY}) (?=\d)"
    rf"|(?<=\b{_MONTH}) (?=\d{{4}}\b)"
    r"|(?<=\bactivity) (?=\d)|(?<=\bmin) (?=break\b)"
    r"|(?<=\S) (?=(?:[·|]|->) )"
)
_ASCII = {"·": "|", "\u00d7": "x", "\u2013": "-", "\u2026": "..."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a person wants to read it."""

    width: int
    """Columns of the terminal; less than 40 is taken as 40, more than 200 as 200."""
    color: bool
    expand: bool
    """Whether every date is listed."""
    ascii_only: bool = False
    """Whether the output can carry nothing but ASCII."""
    terminal: bool = True
    """Whether a terminal shows it; the lines of a file or a pipe may be as long as a table needs."""
    by: str = ""
    """Whether a week is drawn for each `teacher` or `room`; "" for one of the whole location."""
    escape: Callable[[str], str] = for_terminal
    """What makes the texts of others safe where they are shown."""
    arrow: str = "->"
    """What stands between before and after; safe to print as it is."""

    @property
    def columns(self) -> int:
        """The width that is used, 40 to 200."""
        return min(max(self.width, 40), 200)


def show(text: str, style: Style) -> str:
    """Text that others wrote, made safe for where it is shown and, if need be, for ASCII."""
    return plain(style.escape(text), style)


def plain(text: str, style: Style) -> str:
    """Our own safe text with its marks, in ASCII if need be."""
    if not style.ascii_only or text.isascii():
        return text
    for mark, instead in _ASCII.items():
        text = text.replace(mark, instead)
    return text.encode("ascii", "backslashreplace").decode("ascii")


def painted(text: str, colour: str, style: Style) -> str:
    """The text in a colour, if colour is wanted."""
    return f"\x1b[{colour}m{text}\x1b[0m" if style.color else text


def columns(text: str) -> int:
    """Columns that a text takes in a terminal: East Asian wide characters take two."""
    if text.isascii() or max(text) < _FIRST_UNUSUAL:
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if character == _EMOJI_STYLE:
        return 1  # the sign before it takes one column without it, and two with it
    if combining(character) or category(character) in _ON_TOP or character in _SKIN_TONES:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def cut(text: str, room: int, style: Style) -> str:
    """The text, shortened with an ellipsis so that it takes at most `room` columns."""
    if columns(text) <= room:
        return text
    ellipsis = plain("…", style)
    return _head(text, max(room - len(ellipsis), 0)) + ellipsis


def _head(text: str, room: int) -> str:
    """As much of the text as there is room for; no character that is written out is cut in two."""
    taken = 0
    for index, character in enumerate(text):
        taken += _columns_of(character)
        if taken > room:
            return text[: _before_written_out(text, index)]
    return text


def _before_written_out(text: str, index: int) -> int:
    found = _WRITTEN_OUT.finditer(text, max(index - _LONGEST_WRITTEN + 1, 0))
    return next((each.start() for each in found if each.start() < index < each.end()), index)


def wrapped(text: str, room: int) -> list[str]:
    """The text broken between words into lines of at most `room` columns; longer words are cut.

    Dates and numbers stay together with what they count, and no line begins with a dot.
    """
    if columns(text) <= room:
        return [text.rstrip()]
    lines: list[str] = []
    line = ""
    for word in _GLUED.sub(_GLUE, text).split(" "):
        grown = f"{line} {word}" if line else word
        if columns(grown) <= room:
            line = grown
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = word
        while columns(line) > room:
            head = _head(line, room) or line[:room]
            lines.append(head)
            line = line[len(head) :]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return [each.replace(_GLUE, " ") for each in lines]


def glued(text: str) -> str:
    """The text with no-break spaces inside of dates and numbers, for a medium that breaks lines itself."""
    return _GLUED.sub("\u00a0", text)


def indented(text: str, indent: int, style: Style) -> list[str]:
    """The text as a wrapped paragraph, `indent` columns from the left."""
    margin = " " * indent
    return [margin + line for line in wrapped(text, style.columns - indent)]


def signed(sign: str, text: str, indent: int, style: Style) -> list[str]:
    """A wrapped paragraph with a coloured sign in front of its first line."""
    lines = indented(text, indent + 2, style)
    mark = painted(sign, SIGN_COLOURS[sign], style)
    return [f"{' ' * indent}{mark} {lines[0][indent + 2 :]}", *lines[1:]]
