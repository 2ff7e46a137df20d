"""Text -> Schedule: what people wrote, checked, with a place for every complaint.

Bytes become a document (`document`), the document is held against the JSON Schema (`schema`),
and what passes is built into nouns (`build`, `project`). All errors of all files come out of
one run, sorted; a schedule is returned only if there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconciler.load.build import build_schedule
from reconciler.load.document import Document, parse_document
from reconciler.load.files import Source
from reconciler.load.project import SANDBOX, Environment, Project, build_project
from reconciler.load.schema import check, to_diagnostics
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProject:
    """A project, or None together with at least one error."""

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]


def load_schedule(sources: Sequence[Source], project: Project) -> Loaded:
    """Read schedule files, in any order.

    >>> source = Source(name="s.yaml", text=b"version: 2")
    >>> [d.code for d in load_schedule([source], Project()).diagnostics]
    ['SCH004']
    """
    findings: list[Diagnostic] = []
    documents: list[Document] = []
    for source in sources:
        document, wrong = _checked(source, "schedule")
        findings += wrong
        if document is not None:
            documents.append(document)
    # Files that were left out would only make the others' references look broken.
    built = build_schedule(documents, project.places) if len(documents) == len(sources) else None
    findings += built.diagnostics if built else ()
    ordered = tuple(sorted(findings, key=Diagnostic.sort_key))
    return Loaded(
        schedule=None if built is None or has_errors(ordered) else built.schedule, diagnostics=ordered
    )


def load_project(source: Source) -> LoadedProject:
    """Read the project file."""
    document, wrong = _checked(source, "project")
    if document is None:
        return LoadedProject(project=None, diagnostics=wrong)
    built = build_project(document)
    return LoadedProject(
        project=None if has_errors(built.diagnostics) else built.project, diagnostics=built.diagnostics
    )


def load_plain(source: Source) -> tuple[dict[str, object] | None, tuple[Diagnostic, ...]]:
    """A YAML file as plain values in which every scalar is text; None, and findings, if it is none."""
    parsed = parse_document(source.name, source.text)
    return (None if parsed.document is None else parsed.document.root), parsed.diagnostics


def _checked(source: Source, schema: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document if it has the right shape, else what is wrong with it."""
    parsed = parse_document(source.name, source.text)
    if parsed.document is None:
        return None, parsed.diagnostics
    wrong = to_diagnostics(parsed.document, check(parsed.document.root, schema))
    return (None if wrong else parsed.document), (*parsed.diagnostics, *wrong)
