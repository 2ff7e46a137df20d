"""Draws diagnostics in the manner of a compiler: what, where, the line with a caret, what to do.

Takes diagnostics and the texts of the files that they point into; returns text. Lines of the
files are escaped, tabs take four columns, and long lines are cut around the caret.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.render.dates import counted
from reconciler.render.escape import pieces_for_terminal
from reconciler.render.layout import (
    BLUE,
    BOLD_RED,
    BOLD_YELLOW,
    Style,
    columns,
    indented,
    painted,
    plain,
    show,
)

_COLOURS = {Severity.ERROR: BOLD_RED, Severity.WARNING: BOLD_YELLOW, Severity.NOTICE: BLUE}
_LONGEST = 10_000
"""Characters of a line that are looked at; a caret beyond is shown at the end."""


class _Excerpt(NamedTuple):
    """A line as shown, and where the caret goes, in columns."""

    text: str
    caret: int
    carets: int


def diagnostics_to_text(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], style: Style) -> str:
    """All findings in the order of a report, then their number; "" if there are none.

    `sources` maps a file's name to its text; places in other files are named without their line.
    """
    found = sorted(diagnostics, key=Diagnostic.sort_key)
    if not found:
        return ""
    lines = {name: text.split("\n") for name, text in sources.items() if name in _files(found)}
    blocks = [_block(each, lines, style) for each in found]
    return "\n".join("".join(f"{line}\n" for line in block) for block in [*blocks, [_total(found)]])


def _files(found: list[Diagnostic]) -> set[str]:
    spans = [span for each in found for _, span in each.related]
    return {span.file for span in [*spans, *(each.span for each in found if each.span is not None)]}


def _total(found: list[Diagnostic]) -> str:
    counts = (
        (Severity.ERROR, "error", "errors"),
        (Severity.WARNING, "warning", "warnings"),
        (Severity.NOTICE, "notice", "notices"),
    )
    numbers = [
        (sum(each.severity is severity for each in found), one, many) for severity, one, many in counts
    ]
    return ", ".join(counted(*number) for number in numbers if number[0])


def _block(found: Diagnostic, lines: Mapping[str, list[str]], style: Style) -> list[str]:
    head = f"{found.severity.value}[{show(found.code, style)}]"
    text = indented(f"{head}: {show(found.summary, style)}", 0, style)
    text[0] = text[0].replace(head, painted(head, _COLOURS[found.severity], style), 1)
    gutter = _gutter(found)
    if found.span is not None:
        text += _place(found.span, lines, gutter, style)
    text += _note("", found.detail, gutter, style)
    text += _note("help: ", found.hint, gutter, style)
    for words, span in found.related:
        text += _note("", words, gutter, style)
        text += _place(span, lines, gutter, style)
    return text


def _gutter(found: Diagnostic) -> int:
    spans = [span for _, span in found.related]
    numbers = [span.line for span in spans] + ([found.span.line] if found.span else [])
    return max((len(str(number)) for number in numbers), default=1)


def _note(kind: str, words: str, gutter: int, style: Style) -> list[str]:
    if not words:
        return []
    lines = indented(kind + show(words, style), gutter + 3, style)
    bar = painted("=", BLUE, style)
    return [f"{' ' * (gutter + 1)}{bar} {lines[0].lstrip(' ')}", *lines[1:]]


def _place(span: Span, lines: Mapping[str, list[str]], gutter: int, style: Style) -> list[str]:
    margin, bar = " " * gutter, painted("|", BLUE, style)
    where = [f"{margin}{painted('-->', BLUE, style)} {show(span.file, style)}:{span.line}:{span.column}"]
    source = lines.get(span.file)
    if source is None or not 0 < span.line <= len(source):
        return where
    shown = _excerpt(source[span.line - 1].rstrip("\r"), span, style.columns - gutter - 3, style)
    number = painted(str(span.line).rjust(gutter), BLUE, style)
    carets = painted("^" * shown.carets, BOLD_RED, style)
    return [
        *where,
        f"{margin} {bar}",
        f"{number} {bar} {shown.text}".rstrip(),
        f"{margin} {bar} {' ' * shown.caret}{carets}",
    ]


def _excerpt(line: str, span: Span, room: int, style: Style) -> _Excerpt:
    """The part of the line around the span that fits into `room` columns."""
    first = min(max(span.column - 1, 0), len(line), _LONGEST)
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    last = min(max(last, first + 1), max(len(line), first + 1), _LONGEST + 1)
    pieces = _pieces(line[: last + room], style)
    widths = [columns(piece) for piece in pieces]
    start = _start(widths, first, last, room)
    ellipsis = plain("…", style)
    lead = ellipsis if start else ""
    text = lead + "".join(pieces[start:])
    caret = len(lead) + sum(widths[start:first])
    carets = max(min(sum(widths[first:last]) or 1, room - caret), 1)
    return _Excerpt(_fitted(text, room, ellipsis), caret, carets)


def _pieces(line: str, style: Style) -> list[str]:
    shown = pieces_for_terminal(line)
    return ["    " if each == "\t" else plain(piece, style) for each, piece in zip(line, shown, strict=True)]


def _start(widths: list[int], first: int, last: int, room: int) -> int:
    """The first character shown: 0 if the span fits then, else a third of the room before it."""
    if sum(widths[:last]) <= room - 3:
        return 0
    start, before = first, 0
    while start > 0 and before + widths[start - 1] <= room // 3:
        start -= 1
        before += widths[start]
    return start


def _fitted(text: str, room: int, ellipsis: str) -> str:
    if columns(text) <= room:
        return text
    taken = 0
    for index, character in enumerate(text):
        taken += columns(character)
        if taken > room - len(ellipsis):
            return text[:index] + ellipsis
    return text
