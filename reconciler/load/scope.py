"""One file while it is being built: its document, its names, and what was found wrong in it.

This is the one mutable value of loading: builders return what they could make of a file and
leave their findings here, so that all errors of all files come out of one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from reconciler.load.catalog import Catalog
from reconciler.load.document import Document, Mapping, Path
from reconciler.load.files import Source
from reconciler.load.spelling import Wrong
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.schedule import Cycle

if TYPE_CHECKING:
    from reconciler.load.copies import SeasonCopy

T = TypeVar("T")


class Mention(NamedTuple):
    """A class id or a tag that a rule names, or a name that its classes should have.

    They are looked up when all files are read.
    """

    kind: Literal["class", "tag", "staff", "services", "rooms"]
    word: str
    path: Path


@dataclass(slots=True, kw_only=True)
class FileScope:
    """A file under construction. `path` arguments lead from the document's root to a value."""

    document: Document
    root: Folder | None = None
    """Folder that the document's name is relative to; without it, no other files are read."""
    attached: list[Source] = field(default_factory=list)
    """Other files that this one names, as they were read."""
    location: str = ""
    everywhere: tuple[str, ...] = ()
    """The locations that the file holds for; `location` is the one that it is read for now."""
    timezone: str = "UTC"
    """IANA name of the location's zone."""
    catalog: Catalog = field(default_factory=Catalog)
    catalogs: Table[str, Catalog] = field(default_factory=dict)
    """The names of every location, by its key."""
    cycles: dict[str, Cycle] = field(default_factory=dict)
    """The cycles of weeks that the location's files declare."""
    copies: tuple[SeasonCopy, ...] = ()
    """The seasons of the location that copy another one, a copy of a copy after what it copies."""
    mentions: list[Mention] = field(default_factory=list)
    """Classes and tags that its rules name."""
    findings: list[Diagnostic] = field(default_factory=list)

    def wrong(
        self, code: str, path: Path, summary: str, *, detail: str = "", hint: str = "", key: bool = False
    ) -> None:
        """Report an error about the value at `path`, or about its key."""
        self.report(code, Severity.ERROR, self.document.span(path, key=key), summary, detail, hint)

    def report(
        self,
        code: str,
        severity: Severity,
        span: Span,
        summary: str,
        detail: str = "",
        hint: str = "",
        related: tuple[tuple[str, Span], ...] = (),
    ) -> None:
        """Report anything, anywhere."""
        self.findings.append(
            Diagnostic(
                code=code,
                severity=severity,
                summary=summary,
                detail=detail,
                hint=hint,
                span=span,
                related=related,
            )
        )

    def here(self, mapping: Mapping) -> Span:
        """Where a mapping starts; costs no second look at the text."""
        return self.document.at(mapping)

    def value(self, parse: Callable[[str], T | Wrong], node: Any, path: Path) -> T | None:
        """The parsed value of the text at `path`; None, and a finding, if it is not one."""
        parsed: T | Wrong = _parsed(parse, str(node))
        if isinstance(parsed, Wrong):
            self.wrong("CHK001", path, f'"{node}" is {parsed.problem}', hint=parsed.hint)
            return None
        return parsed


@lru_cache(maxsize=8192)
def _parsed(parse: Callable[[str], T | Wrong], text: str) -> T | Wrong:
    """The same few times, durations and dates stand in a file again and again."""
    return parse(text)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, or with all of them if they are few."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if names and len(names) <= 12:
        return "known are: " + ", ".join(names)
    return ""


def as_list(node: Any) -> list[Any]:
    """A list, or the single value that may be written in its place."""
    if node is None:
        return []
    return node if isinstance(node, list) else [node]
