"""Text -> Schedule: what people wrote, checked, with a place for every complaint.

Bytes become a document (`document`), the document is held against the JSON Schema (`schema`),
and what passes is built into nouns (`build`, `project`). All errors of all files come out of
one run, sorted; a schedule is returned only if there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reconciler.load.build import build_schedule, set_aside
from reconciler.load.document import Document, parse_document
from reconciler.load.files import Source
from reconciler.load.project import SANDBOX, Environment, Project, build_project
from reconciler.load.schema import check, to_diagnostics
from reconciler.load.unused import UNUSED, unused_names
from reconciler.model.diagnostic import Diagnostic, has_errors
from reconciler.model.schedule import Schedule

__all__ = [
    "SANDBOX",
    "Environment",
    "Loaded",
    "LoadedProject",
    "Project",
    "Source",
    "load_plain",
    "load_project",
    "load_schedule",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A schedule, or None together with at least one error."""

    schedule: Schedule | None
    diagnostics: tuple[Diagnostic, ...]
    attached: tuple[Source, ...] = ()
    """Other files that the schedule files name, as they were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProject:
    """A project, or None together with at least one error."""

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]


def load_schedule(
    sources: Sequence[Source],
    project: Project,
    root: Path | None = None,
    advance: Callable[[], None] = lambda: None,
    included_by: Mapping[str, tuple[str, ...]] | None = None,
) -> Loaded:
    """Read schedule files, in any order.

    `root` is the folder that their names are relative to; without it, files that they name, such as
    .ics calendars, are not read. `advance` is called after each file. `included_by` has, by name of
    a file, those that include it.

    >>> source = Source(name="s.yaml", text=b"version: 2")
    >>> [d.code for d in load_schedule([source], Project()).diagnostics]
    ['SCH004']
    """
    findings: list[Diagnostic] = []
    documents: list[Document] = []
    for source in sources:
        parsed = parse_document(source.name, source.text)
        findings += parsed.diagnostics
        if parsed.document is None:
            continue
        errors = check(parsed.document.root, "schedule")
        findings += to_diagnostics(parsed.document, errors)
        if set_aside(parsed.document.root, [error.path for error in errors]):
            documents.append(parsed.document)
        advance()
    # A file that was left out would only make the others' references look broken.
    complete = len(documents) == len(sources)
    built = build_schedule(documents, project.places, root, included_by) if complete else None
    findings += built.diagnostics if built else ()
    if built is not None and UNUSED in project.severities:
        findings += unused_names(built.catalogs)
    ordered = tuple(sorted(findings, key=Diagnostic.sort_key))
    return Loaded(
        schedule=None if built is None or has_errors(ordered) else built.schedule,
        diagnostics=ordered,
        attached=built.attached if built else (),
    )


def load_project(source: Source) -> LoadedProject:
    """Read the project file."""
    parsed = parse_document(source.name, source.text)
    if parsed.document is None:
        return LoadedProject(project=None, diagnostics=parsed.diagnostics)
    wrong = to_diagnostics(parsed.document, check(parsed.document.root, "project"))
    if wrong:
        return LoadedProject(project=None, diagnostics=(*parsed.diagnostics, *wrong))
    built = build_project(parsed.document)
    found = (*parsed.diagnostics, *built.diagnostics)
    return LoadedProject(project=None if has_errors(found) else built.project, diagnostics=found)


def load_plain(source: Source) -> tuple[dict[str, object] | None, tuple[Diagnostic, ...]]:
    """A YAML file as plain values in which every scalar is text; None, and findings, if it is none."""
    parsed = parse_document(source.name, source.text)
    return (None if parsed.document is None else parsed.document.root), parsed.diagnostics
