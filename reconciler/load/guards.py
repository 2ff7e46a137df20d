"""Refuse text that a reader could not see as it is, before YAML gets to read it.

Takes the bytes of a file; returns its text, or the diagnostics that say why not.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from reconciler.model.diagnostic import Diagnostic, Severity, Span

MAX_BYTES = 4 * 1024 * 1024
"""Largest file that is read: 4 MiB, some 15,000 classes."""

UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u2028\u2029\\ud800-\\udfff]"
    "|\\r(?!\\n)"
    "|(?P<invisible>[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
    # Joiners have honest uses inside emoji and some scripts, none beside plain letters.
    "|(?<![^\\x00-\\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\\x00-\\x7f]))"
)
"""Characters that change what is shown: control (no group) and invisible or turning ones."""

_VISIBLE_ASCII = bytes([9, 10, 13, *range(32, 127)])
_INDENT = re.compile(
    r"^[ ]*(?:(?P<tab>\t)|(?P<wide>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]))[^\S\r\n]*(?=[^\s#])", re.M
)
_SHOWN = 20


class Decoded(NamedTuple):
    """The text of a file without byte order mark; None if it was refused."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(name: str, raw: bytes) -> Decoded:
    """Text of the file `name`; refused if too large, not UTF-8, or not what it looks like."""
    if len(raw) > MAX_BYTES:
        return Decoded(None, (too_large(name),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Decoded(None, (_not_utf8(name, raw, error.start),))
    if text.replace("\r\n", "\n").replace("\n", "").isprintable():
        return Decoded(text)  # the common case, at the speed of one scan in C
    found = [*_unseen(name, text, raw), *_indentation(name, text)]
    return Decoded(None if found else text, tuple(found))


def printable(text: str, *, most: int = 60) -> str:
    """Foreign text, safe to show: unprintable characters escaped, cut after `most` characters."""
    shown = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)


def span_at(name: str, text: str, offset: int, length: int = 1) -> Span:
    """Place of `length` characters from `offset` on, which lie on one line."""
    line_start = text.rfind("\n", 0, offset) + 1
    line, column = text.count("\n", 0, offset) + 1, offset - line_start + 1
    return Span(name, line, column, line, column + length)


def unseen_finding(span: Span, character: str, *, invisible: bool, escaped: bool = False) -> Diagnostic:
    """The finding for one character that must not be there; it is named, never shown."""
    kind = "an invisible or text-turning character" if invisible else "a control character"
    detail = "What people read in a review would not be what the program uses."
    return Diagnostic(
        code="YML004" if invisible else "YML003",
        severity=Severity.ERROR,
        summary=f"{kind} (U+{ord(character):04X}) is not allowed here",
        detail=f"It is written as an escape with a backslash. {detail}" if escaped else detail,
        hint="delete it; type the text again if it was pasted",
        span=span,
    )


def too_large(name: str) -> Diagnostic:
    """The finding for a file above the size limit, also when only its size was read."""
    return Diagnostic(
        code="YML001",
        severity=Severity.ERROR,
        summary=f"the file is larger than {MAX_BYTES // (1024 * 1024)} MiB",
        detail="A timetable of thousands of classes takes less than one MiB.",
        hint="check that this is the right file, or split it, one file for each location or season",
        span=Span(name, 1, 1, 1, 1),
    )


def _not_utf8(name: str, raw: bytes, offset: int) -> Diagnostic:
    line = raw.count(b"\n", 0, offset) + 1
    start = raw.rfind(b"\n", 0, offset) + 1
    column = len(raw[start:offset].decode("utf-8", "replace")) + 1
    return Diagnostic(
        code="YML002",
        severity=Severity.ERROR,
        summary=f"the file is not UTF-8 text (byte {offset} is 0x{raw[offset]:02X})",
        detail=f"It looks like {_likely_encoding(raw)}.",
        hint='save the file again with the encoding "UTF-8" of your editor',
        span=Span(name, line, column, line, column + 1),
    )


def _likely_encoding(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "UTF-16"
    if b"\0" in raw:
        return "no text at all (or UTF-16)"
    high = sum(byte >= 0x80 for byte in raw)
    neighbours = sum(a >= 0xC0 and b >= 0xC0 for a, b in pairwise(raw))
    # Cyrillic words are runs of high bytes; western ones have a lone accented letter.
    return "Windows-1251 (Cyrillic)" if neighbours * 2 > high else "Windows-1252 or Latin-1"


def _unseen(name: str, text: str, raw: bytes) -> list[Diagnostic]:
    if text.isascii() and not raw.translate(None, _VISIBLE_ASCII) and b"\r" not in raw.replace(b"\r\n", b""):
        return []
    found: list[Diagnostic] = []
    for match in UNSEEN.finditer(text):
        invisible = match["invisible"] is not None
        found.append(unseen_finding(span_at(name, text, match.start()), match[0], invisible=invisible))
        if len(found) == _SHOWN:
            break
    return found


def _indentation(name: str, text: str) -> list[Diagnostic]:
    if "\t" not in text and text.isascii():
        return []
    found: list[Diagnostic] = []
    for match in _INDENT.finditer(text):
        tab = match["tab"] is not None
        kind = "a tab" if tab else f"a special space (U+{ord(match['wide']):04X})"
        found.append(
            Diagnostic(
                code="YML005" if tab else "YML006",
                severity=Severity.ERROR,
                summary=f"the line is indented with {kind}",
                detail="Only plain spaces can indent; how wide others are differs between programs.",
                hint="replace it by spaces" + (" (set your editor to insert spaces for tabs)" if tab else ""),
                span=span_at(name, text, match.start("tab" if tab else "wide")),
            )
        )
        if len(found) == _SHOWN:
            break
    return found
