"""Read the files that schedule files include, and remember which includes which.

Takes the files of a run; returns them with all that they include, directly or not. Patterns are
relative to the file that they stand in, and cannot lead out of the project's folder.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from glob import escape
from pathlib import Path

from reconciler.load.document import parse_document
from reconciler.load.files import MAX_FILES, Inputs, Source, read_patterns
from reconciler.load.scope import as_list
from reconciler.model.diagnostic import Diagnostic, Span

_MENTION = re.compile(rb"""(?:\A|[\n{,])\s*["']?include["']?\s*:""")
"""Only files that may include others are looked into before they are loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """All files of a run, each once."""

    inputs: Inputs
    included_by: dict[str, tuple[str, ...]]
    """Name of a file -> names of the files that include it, ascending."""

    def belonging_to(self, names: Collection[str]) -> tuple[str, ...]:
        """These files and all that they include, ascending."""
        found = set(names)
        while more := {one for one, by in self.included_by.items() if found & set(by)} - found:
            found |= more
        return tuple(sorted(found))


def with_included(inputs: Inputs, root: Path) -> Included:
    """Read what the files include; `root` is the folder that their names are relative to."""
    sources = {source.name: source for source in inputs.sources}
    known = {os.path.realpath(root / name): name for name in sources}
    by: dict[str, set[str]] = {}
    findings: list[Diagnostic] = []
    ahead = deque(sources.values())
    while ahead:
        source = ahead.popleft()
        for pattern, span in _patterns(source):
            read, folder = _read(source, pattern, span, root)
            findings += read.diagnostics
            for found in read.sources:
                true_path = os.path.realpath(root / folder / found.name)
                name = known.setdefault(true_path, posixpath.join(folder, found.name))
                if name not in sources and len(sources) < MAX_FILES:
                    sources[name] = Source(name, found.text)
                    ahead.append(sources[name])
                if name != source.name:
                    by.setdefault(name, set()).add(source.name)
    return Included(
        inputs=Inputs(
            sources=tuple(sources[name] for name in sorted(sources)),
            diagnostics=tuple(dict.fromkeys((*inputs.diagnostics, *findings))),
        ),
        included_by={name: tuple(sorted(names)) for name, names in sorted(by.items())},
    )


def _patterns(source: Source) -> Iterator[tuple[str, Span]]:
    """What a file includes, with the place of each; what is wrong with the file is told when it is loaded."""
    if not _MENTION.search(source.text):
        return
    document = parse_document(source.name, source.text).document
    written = document.root.get("include") if document else None
    if document is None:
        return
    for index, pattern in enumerate(as_list(written)):
        if isinstance(pattern, str):
            yield pattern, document.span(("include", index) if isinstance(written, list) else ("include",))


def _read(source: Source, pattern: str, span: Span, root: Path) -> tuple[Inputs, str]:
    """The files that a pattern matches, and the folder that their names are relative to."""
    folder = posixpath.dirname(source.name)
    outside = folder.startswith(("/", "..")) or Path(folder).is_absolute()
    within = root / folder if outside else root
    # An address or a drive stays one; everything else starts in the folder of its file.
    relative = "" if outside or ":" in pattern or pattern.startswith("~") else escape(folder)
    joined = posixpath.normpath(posixpath.join(relative, pattern)) if pattern else pattern
    read = read_patterns([pattern if ":" in pattern else joined], within, [span])
    told = [
        replace(one, hint="write it relative to this file, for example rooms.yaml or seasons/*.yaml")
        if one.code == "FIL005"
        else one
        for one in read.diagnostics
    ]
    return replace(read, diagnostics=tuple(told)), folder if outside else ""
