"""Collect what is wrong with a file's YAML, in plain words.

Takes the parser's events and errors as the reader of the document meets them; gives
diagnostics, sorted and capped.
"""

from __future__ import annotations

from typing import Any

from reconciler.load.guards import UNSEEN, printable, unseen_finding
from reconciler.load.syntax import explain_syntax
from reconciler.model.diagnostic import Diagnostic, Severity, Span

MAX_FINDINGS = 50
"""Findings that are shown of one file; the rest are counted."""


class Findings:
    """What was found in one file so far. Holds no more than what is shown."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._found: list[Diagnostic] = []
        self._left_out = 0

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All findings by place; if some were left out, the last one says how many."""
        found = sorted(self._found, key=Diagnostic.sort_key)
        if self._left_out:
            found.append(and_more("YML018", self._left_out, last_line(self._name, self._text)))
        return tuple(found)

    @property
    def full(self) -> bool:
        """Whether more findings would only be counted."""
        return len(self._found) >= MAX_FINDINGS

    def add(self, code: str, span: Span, summary: str, *, detail: str = "", hint: str = "") -> None:
        """Keep an error, or only count it."""
        self._keep(
            Diagnostic(
                code=code, severity=Severity.ERROR, summary=summary, detail=detail, hint=hint, span=span
            )
        )

    def span_of(self, event: Any) -> Span:
        """The place of an event, on one line."""
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Span(
            self._name, start.line + 1, start.column + 1, start.line + 1, start.column + 1 + max(width, 1)
        )

    def odd_value(self, event: Any) -> None:
        """Check what a value that starts with & or !, or has unprintable characters, is made of."""
        if getattr(event, "anchor", None) is not None:
            self.anchor(event, "&")
        if event.tag is not None:
            self.add(
                "YML010",
                self.span_of(event),
                f"a YAML tag ({printable(event.tag)}) is not allowed",
                detail="Every value is read as the text that you see.",
                hint="delete it; if the exclamation mark belongs to the value, put the value in quotes",
            )
        hidden = UNSEEN.search(getattr(event, "value", ""))
        if hidden is not None:
            invisible = hidden["invisible"] is not None
            character = hidden[0]
            self._keep(unseen_finding(self.span_of(event), character, invisible=invisible, escaped=True))

    def anchor(self, event: Any, sign: str) -> None:
        """Refuse an anchor (&) or an alias (*)."""
        name = printable(event.anchor)
        self.add(
            "YML008",
            self.span_of(event),
            f"YAML {'anchors' if sign == '&' else 'aliases'} such as {sign}{name} are not allowed",
            detail="A value that stands elsewhere is easily changed for more classes than was meant.",
            hint="write it out, or use `defaults:`; if the value is text, put it in quotes",
        )

    def odd_key(self, event: Any) -> None:
        """Say why this key cannot be: a merge key, or empty."""
        span = self.span_of(event)
        if event.style:
            return
        if event.value == "<<":
            self.add(
                "YML009",
                span,
                "YAML merge keys (<<) are not allowed",
                detail="What a class consists of must be readable at the class.",
                hint="write the keys out, or use `defaults:`",
            )
        else:
            self.not_a_key(event)

    def repeated_key(self, event: Any, first: Span) -> None:
        """Refuse a key that its mapping has already, at `first`."""
        self._keep(
            Diagnostic(
                code="YML012",
                severity=Severity.ERROR,
                summary=f"the key `{printable(event.value)}` is there twice",
                detail=f"It was given before in line {first.line}; only one of the two could count.",
                hint="delete one of them, or write a list if both were meant",
                span=self.span_of(event),
                related=(("first given here", first),),
            )
        )

    def not_a_key(self, event: Any) -> None:
        """Refuse a key that is empty, or a list or mapping."""
        self.add(
            "YML013",
            self.span_of(event),
            "a key must be a plain word",
            hint="write `key: value`; a value in braces or brackets needs a key before it",
        )

    def too_deep(self, event: Any, depth: int) -> None:
        """Refuse nesting beyond the cap."""
        self.add(
            "YML007",
            self.span_of(event),
            f"lists and mappings are nested more than {depth} deep here",
            detail="A timetable needs about eight levels.",
            hint="check for brackets or braces that are opened again and again",
        )

    def second_document(self, event: Any) -> None:
        """Refuse what follows `---`."""
        self.add(
            "YML011",
            self.span_of(event),
            "a second YAML document starts here (after `---`)",
            hint="put it into a file of its own, or delete the line `---`",
        )

    def pair_without_braces(self, event: Any) -> None:
        """Refuse `[a: 1, b: 2]`, which would be two mappings of one key each."""
        self.add(
            "YML017",
            self.span_of(event),
            "a `key: value` inside [ ] needs braces",
            detail="[staff: Ben, room: lane 1] would mean two things with one key each.",
            hint="write [{staff: Ben, room: lane 1}]; a text with a colon and a space needs quotes",
        )

    def root(self, *, empty: bool, found: str) -> None:
        """Refuse a document that is not made of keys."""
        span = Span(self._name, 1, 1, 1, 2)
        if empty:
            self.add("YML014", span, "the file is empty", hint="start with `version: 1`")
            return
        self.add(
            "YML015",
            span,
            f"the file holds {found}, not keys with values",
            hint="start with `version: 1`, and indent nothing on the first level",
        )

    def syntax(self, error: Any) -> None:
        """Report the parser's complaint."""
        line, column, summary, detail, hint = explain_syntax(error)
        self.add(
            "YML016", Span(self._name, line, column, line, column + 1), summary, detail=detail, hint=hint
        )

    def _keep(self, diagnostic: Diagnostic) -> None:
        if self.full:
            self._left_out += 1
        else:
            self._found.append(diagnostic)


def and_more(code: str, count: int, span: Span) -> Diagnostic:
    """The last finding of a file with more errors than are shown."""
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        summary=f"{count} more error{'s' if count > 1 else ''} in this file",
        hint="mend the ones above first; many errors often have one cause",
        span=span,
    )


def last_line(name: str, text: str) -> Span:
    """The end of a file."""
    line = text.count("\n") + 1
    return Span(name, line, 1, line, 2)
