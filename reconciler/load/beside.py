"""Read a file that a schedule file names, such as the .ics file of a calendar.

Takes the name of the schedule file and what is written there; returns the file's bytes, or why
it must not, or cannot, be read. The same care as in `files`: nothing outside of the project.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from reconciler.load.files import Source, name_of, read_regular
from reconciler.load.guards import printable
from reconciler.model.diagnostic import Diagnostic, Severity, Span

MOST_BYTES = 512 * 1024
"""Size of the largest file that is read; the public holidays of ten years take 50 kB."""


def read_beside(root: Path, schedule: str, written: str, span: Span) -> Source | Diagnostic:
    """The .ics file `written`, relative to the file named `schedule`; `span` is where that stands.

    It must lie below `root`, or, for a schedule file that lies elsewhere, below that one's folder.
    """
    refusal = _refusal(written)
    if refusal:
        return _finding(
            "FIL005",
            f'the file "{_shown(written)}" is refused: {refusal}',
            "write it relative to this file, for example pool-2026.ics",
            span,
        )
    folder = (root / schedule).parent
    path = folder / written
    fence = root if _is_below(folder, root) else folder
    name = name_of(path, root)
    if not _is_below(path, fence):
        return _finding(
            "FIL007", f"{_shown(name)} leads out of the project folder", "put the file itself there", span
        )
    found = read_regular(path, name, MOST_BYTES)
    if isinstance(found, Diagnostic):
        return Diagnostic(
            code=found.code, severity=found.severity, summary=found.summary, hint=found.hint, span=span
        )
    if len(found.text) > MOST_BYTES:
        return _finding(
            "FIL010",
            f"{_shown(name)} is larger than {MOST_BYTES // 1024} kB",
            "export fewer years, or split it into several calendars",
            span,
        )
    return found


def _refusal(written: str) -> str:
    """Why a path must not be followed, "" if it may."""
    if "\0" in written or "\\" in written:
        return "folders are separated by forward slashes"
    if written.startswith(("/", "~")) or re.match("[A-Za-z][A-Za-z0-9+.-]*:", written):
        return "it does not start beside this file"
    return "" if written.lower().endswith(".ics") else "only .ics files are calendars"


def _is_below(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _shown(path: str) -> str:
    return printable(path, most=200)


def _finding(code: str, summary: str, hint: str, span: Span) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, summary=summary, hint=hint, span=span)
