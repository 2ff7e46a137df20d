"""Findings about a file that holds for many locations, each told once.

Takes the scopes of all files and locations; returns their findings, those that differ in the
location alone as one. What some location of a chain must have, such as a tag, is wrong only if
none has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reconciler.load.mapping import Mapping
from reconciler.load.placing import applies, in_words
from reconciler.load.scope import FileScope, as_list
from reconciler.model.diagnostic import Diagnostic

_SOMEWHERE = frozenset({"CHK017", "CHK040", "CHK042", "CHK059", "CHK091", "CHK092"})
"""Codes of what is right if it is right at one location."""


def told_once(files: Sequence[FileScope], placed: Sequence[FileScope]) -> list[Diagnostic]:
    """All findings, without repeats."""
    plain = {id(scope): scope for scope in (*files, *placed) if len(scope.everywhere) < 2}
    found = dict.fromkeys(finding for scope in plain.values() for finding in scope.findings)
    by_file: dict[str, list[FileScope]] = {}
    for scope in placed:
        if len(scope.everywhere) > 1:
            by_file.setdefault(scope.document.name, []).append(scope)
    wholes = {scope.document.name: scope for scope in files}
    for name, scopes in by_file.items():
        found |= dict.fromkeys(_of_one_file(wholes[name].document.root, scopes))
    return sorted(found, key=Diagnostic.sort_key)


def _of_one_file(root: Mapping, scopes: Sequence[FileScope]) -> Iterable[Diagnostic]:
    alike: dict[tuple[object, ...], dict[str, Diagnostic]] = {}
    for scope in scopes:
        location = re.compile(rf"(?<![\w-]){re.escape(scope.location)}(?![\w-])")
        for finding in scope.findings:
            key = (finding.code, finding.span, location.sub("*", finding.summary))
            alike.setdefault(key, {}).setdefault(scope.location, finding)
    for by_location in alike.values():
        first, *others = by_location.values()
        wanted = {scope.location for scope in scopes}
        if first.code in _SOMEWHERE and not _concerned(root, first, wanted) <= set(by_location):
            continue
        if others and all(other == first for other in others):
            yield first
        elif others:
            again = f"It is the same at {in_words(list(by_location)[1:])}."
            yield replace(first, detail=f"{first.detail} {again}".strip())
        else:
            yield first


def _concerned(root: Mapping, finding: Diagnostic, locations: set[str]) -> set[str]:
    """The locations for which the rule that a finding is about holds."""
    if finding.span is None:
        return locations
    place = (finding.span.line, finding.span.column)
    entries = (node for value in root.values() for node in as_list(value))
    around = [node for node in entries if isinstance(node, Mapping) and (node.line, node.column) <= place]
    nearest = max(around, key=lambda node: (node.line, node.column), default=None)
    return {location for location in locations if applies(nearest, location)}
