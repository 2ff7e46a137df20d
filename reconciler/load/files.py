"""Read the user's files; nothing else in the program does, but for `beside`.

Takes paths from the command line or the patterns of a project file; returns named texts, and
diagnostics (FIL001 to FIL009) for what could not, or must not, be read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from reconciler.load.guards import MAX_BYTES, printable
from reconciler.load.patterns import SUFFIXES, refusal
from reconciler.model.diagnostic import Diagnostic, Severity, Span

PROJECT_FILE = "reconciler.yaml"
MAX_FILES = 2000
"""Files of one project; a chain with ten files for each of its studios has some hundreds."""


class Source(NamedTuple):
    """A file's bytes under the name that messages use: relative to the root, forward slashes.

    `text` is cut one byte after the size limit, which is how the reader of documents knows.
    """

    name: str
    text: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The files that could be read, by name and without repeats, and what went wrong."""

    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def find_project(start: Path) -> Path | None:
    """The `reconciler.yaml` in `start` or the nearest folder above it; None if there is none."""
    folder = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would leave the user's own path
    for candidate in (folder, *folder.parents):
        try:
            if (candidate / PROJECT_FILE).is_file():
                return candidate / PROJECT_FILE
        except OSError:
            continue
    return None


def read_paths(paths: Iterable[Path], root: Path) -> Inputs:
    """Read files and folders that somebody named; folders with everything below them.

    `root` is the folder that names are relative to. Hidden folders and project files inside a
    folder are passed over.
    """
    found: list[Path] = []
    findings: list[Diagnostic] = []
    for path in paths:
        if "\0" in str(path):
            findings.append(_unreadable(path.as_posix(), None))
            continue
        if not _is_folder(path):
            found.append(path)
            continue
        inside = [file for file in _below(path, findings) if file.name != PROJECT_FILE]
        if not inside:
            findings.append(
                _finding(
                    "FIL008",
                    f"the folder {_shown(path.as_posix())} holds no YAML file",
                    "name a file or another folder",
                )
            )
        found += inside
    return _read_all(found, root, findings, fenced=False)


def read_patterns(patterns: Sequence[str], root: Path, spans: Sequence[Span] = ()) -> Inputs:
    """Read what a project's patterns such as `schedules/*.yaml` match, below `root` only.

    `spans` are the places of the patterns, in the same order, for the findings.
    """
    found: list[Path] = []
    findings: list[Diagnostic] = []
    for pattern, span in zip_longest(patterns, spans[: len(patterns)]):
        why = refusal(pattern)
        if why:
            findings.append(
                _finding(
                    "FIL005",
                    f'the pattern "{printable(pattern)}" is refused: {why}',
                    "write it relative to the project file, for example schedules/*.yaml",
                    span,
                )
            )
            continue
        matches = _matches(root, pattern)
        if not matches:
            findings.append(
                _finding(
                    "FIL006",
                    f'the pattern "{printable(pattern)}" matches no YAML file',
                    f"check its spelling; it is looked for in {_shown(root.as_posix())}",
                    span,
                )
            )
        found += matches
    return _read_all(found, root, findings, fenced=True)


def read_file(path: Path, root: Path) -> Source | Diagnostic:
    """Read one regular YAML file, up to one byte more than the size limit."""
    name = name_of(path, root)
    if path.suffix.lower() not in SUFFIXES:
        return _finding(
            "FIL004", f"{_shown(name)} is not a .yaml or .yml file", "rename it, or name another file"
        )
    return read_regular(path, name, MAX_BYTES)


def read_regular(path: Path, name: str, most: int) -> Source | Diagnostic:
    """Read one regular file, up to one byte more than `most`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return _not_regular(name)
        # Without blocking, so that a pipe put there in the meantime cannot hang the program.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return _not_regular(name)
            return Source(name, file.read(most + 1))
    except FileNotFoundError:
        return _finding("FIL001", f"there is no file {_shown(name)}", "check the path and the current folder")
    except (OSError, RuntimeError, ValueError) as error:
        return _unreadable(name, getattr(error, "strerror", None))


def name_of(path: Path, root: Path) -> str:
    """How messages name a file: relative to `root` if it is below it, else as given."""
    try:
        return Path(os.path.abspath(path)).relative_to(os.path.abspath(root)).as_posix()  # noqa: PTH100 - as above
    except ValueError:
        return path.as_posix()


def _read_all(paths: Iterable[Path], root: Path, findings: list[Diagnostic], *, fenced: bool) -> Inputs:
    """Read each file once, in the order of names; with `fenced` only those that lie below `root`."""
    named = sorted({name_of(path, root): path for path in paths}.items())
    sources: list[Source] = []
    seen: set[str] = set()
    for name, path in named[:MAX_FILES]:
        true_path = os.path.realpath(path)
        if true_path in seen:
            continue
        seen.add(true_path)
        if fenced and not _is_below(true_path, root):
            findings.append(
                _finding(
                    "FIL007",
                    f"{_shown(name)} leads out of the project folder, to {_shown(true_path)}",
                    "put the file itself there instead of a link",
                )
            )
            continue
        result = read_file(path, root)
        if isinstance(result, Source):
            sources.append(result)
        else:
            findings.append(result)
    if len(named) > MAX_FILES:
        findings.append(
            _finding("FIL009", f"there are {len(named)} files, more than {MAX_FILES}", "narrow the patterns")
        )
    return Inputs(sources=tuple(sources), diagnostics=tuple(sorted(findings, key=Diagnostic.sort_key)))


def _is_below(true_path: str, root: Path) -> bool:
    return Path(true_path).is_relative_to(os.path.realpath(root))


def _matches(root: Path, pattern: str) -> list[Path]:
    """The YAML files that a pattern matches; a link is kept, to be judged where it is read."""
    try:
        matched = [path for path in root.glob(pattern) if path.suffix.lower() in SUFFIXES]
        return sorted(path for path in matched if not _is_folder(path))
    except (OSError, ValueError, RuntimeError, NotImplementedError):
        return []


def _below(folder: Path, findings: list[Diagnostic]) -> Iterator[Path]:
    """The YAML files in a folder and its sub-folders, without following links to folders."""

    def closed(error: OSError) -> None:
        findings.append(_unreadable(str(error.filename), error.strerror))

    for where, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(where) / name


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir() raises for names that are too long


def _shown(path: str) -> str:
    return printable(path, most=200)


def _unreadable(name: str, why: str | None) -> Diagnostic:
    why = why or "no file can have this path"
    return _finding("FIL003", f"{_shown(name)} cannot be read: {why}", "check its path and permissions")


def _not_regular(name: str) -> Diagnostic:
    return _finding(
        "FIL002", f"{_shown(name)} is not a regular file", "folders, pipes and devices are not read"
    )


def _finding(code: str, summary: str, hint: str, span: Span | None = None) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, summary=summary, hint=hint, span=span)
