"""Translate a YAML parser's complaint into plain words with the usual cause.

Takes the parser's exception; returns where, what and what to do.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from reconciler.load.guards import printable

_QUOTE_IT = "put the whole value in quotes"


class _Cause(NamedTuple):
    """The usual cause of a parser's complaint."""

    complaint: str
    """Regular expression over "context: problem", as both of PyYAML's parsers word them."""
    summary: str
    hint: str


_CAUSES = (
    _Cause(
        "quoted scalar: found unexpected end of stream",
        "a quotation mark is opened here and never closed",
        "close it at the end of the value",
    ),
    _Cause(
        "mapping values are not allowed",
        'a ": " stands where no key can be',
        'a value that contains ": " needs quotes; otherwise the indentation of this line or of the '
        "one above is off",
    ),
    _Cause(
        "flow sequence: ",
        "a list in [ ] is not closed, or a comma is missing",
        "write [first, second], on one line if possible",
    ),
    _Cause(
        "flow mapping: ",
        "braces { } are not closed, or a comma is missing",
        'write {key: value, other: "18:30"}, on one line if possible',
    ),
    _Cause(
        "unknown escape|hexdecimal|hexadecimal",
        "a backslash in double quotes means something else",
        "use single quotes: '…'",
    ),
    _Cause("scanning an? (anchor|alias)", "a value cannot start with & or *", _QUOTE_IT),
    _Cause("tag", "a value cannot start with an exclamation mark", _QUOTE_IT),
    _Cause("tab|'\\\\t'", "a tab stands where only spaces can", "replace it by spaces"),
    _Cause("cannot start any token", "a value cannot start with this character", _QUOTE_IT),
    _Cause(
        "sequence entries are not allowed",
        'a "-" cannot stand here',
        'start the list on the next line, each entry with its own "- "; a value that starts with '
        '"- " needs quotes',
    ),
    _Cause(
        "simple key: could not find",
        "this line has no colon, or belongs to a value that is not quoted",
        "write `key: value`; check quotation marks and the indentation around it",
    ),
    _Cause(
        "block collection: ",
        "a list ends here in the middle",
        'start each entry with "- " in the same column, and indent its keys alike',
    ),
    _Cause(
        "block mapping: ",
        "this does not continue the keys above",
        "give all keys of one block the same indentation; put a value in quotes as a whole, "
        'inner quotation marks included: "it\'s"',
    ),
    _Cause("node content", "a value is missing, or starts with a comma or a bracket", _QUOTE_IT),
    _Cause(
        "block scalar",
        "after | or > the text starts on the next line",
        "break the line after it, and indent the text",
    ),
    _Cause(
        "document start|directive|document",
        "this does not belong to the document above",
        "check the indentation of this line",
    ),
)


_UNKNOWN = _Cause("", "this is not valid YAML", "check quotation marks, colons and the indentation around it")


class Complaint(NamedTuple):
    """A syntax error in our words; `line` and `column` count from 1."""

    line: int
    column: int
    summary: str
    detail: str
    hint: str


def explain_syntax(error: Any) -> Complaint:
    """The complaint behind one of PyYAML's errors, whichever of its parsers raised it."""
    context, problem = getattr(error, "context", None) or "", getattr(error, "problem", None) or ""
    words = f"{context}: {problem}"
    cause = next((c for c in _CAUSES if re.search(c.complaint, words)), _UNKNOWN)
    opened = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opened
    if cause is _CAUSES[0] and opened is not None:
        # The end of the file is where nobody looks; the opening quotation mark is the place.
        mark = opened
    return Complaint(
        mark.line + 1 if mark else 1,
        mark.column + 1 if mark else 1,
        cause.summary,
        f"The YAML reader says: {printable(words.removeprefix(': '))}.",
        cause.hint,
    )
