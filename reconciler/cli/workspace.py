"""The files of a run: found, read, loaded. Shared by every command that starts from files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reconciler.cli.exits import Exit
from reconciler.cli.progress import Working
from reconciler.cli.settings import Settings
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.expand import Expansion, expand
from reconciler.load import Environment, Project, Source, load_project, load_schedule
from reconciler.load.files import PROJECT_FILE, Inputs, find_project, read_file, read_paths, read_patterns
from reconciler.load.includes import with_included
from reconciler.model.diagnostic import Diagnostic, has_errors, judged
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window

STATE_FOLDER = ".reconciler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What was found and read, whether or not it is valid."""

    root: Path
    """The folder that names of files are relative to: the project file's, or the current one."""
    project: Project
    sources: tuple[Source, ...]
    """Every file that was read, the project file included."""
    schedule: Schedule | None
    diagnostics: tuple[Diagnostic, ...]
    only_files: tuple[str, ...]
    """Names of the files whose classes were asked for; empty means all."""

    @property
    def state(self) -> StateFolder:
        """The folder for locks, journals, receipts and the embedded sandbox."""
        return StateFolder(root=self.root / STATE_FOLDER)

    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files, in hexadecimal."""
        digest = sha256()
        for source in self.sources:
            digest.update(f"{source.name}\n{len(source.text)}\n".encode())
            digest.update(source.text)
        return digest.hexdigest()

    def texts(self) -> dict[str, str]:
        """Name -> text, to show the lines that a diagnostic is about."""
        return {source.name: source.text.decode("utf-8", errors="replace") for source in self.sources}

    def judged(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What was found in its files, and what expansion found, as the project weighs it."""
        return judged((*self.diagnostics, *diagnostics), self.project.severities)

    def expansion(
        self,
        settings: Settings,
        window: Window | None = None,
        horizons: Mapping[str, Window] | None = None,
    ) -> Expansion:
        """Its valid schedule expanded, with a bar if that takes long."""
        assert self.schedule is not None, "there is a schedule if the files are valid"
        classes = sum(len(timetable.classes) for timetable in self.schedule.timetables)
        working = Working("Expanding classes", classes, settings)
        found = expand(self.schedule, window, horizons, working.advance)
        working.done()
        return found

    def environment(self, settings: Settings) -> Environment:
        """The environment asked for, or the project's default.

        Raises:
            Stop: if the project has none of that name.
        """
        name = settings.environment or self.project.default_environment
        found = self.project.environments.get(name)
        if found is None:
            known = ", ".join(sorted(self.project.environments))
            raise Stop(Exit.USAGE, f'there is no environment "{name}"', hint=f"the project file has: {known}")
        return found


def open_workspace(paths: Sequence[str], settings: Settings) -> Workspace:
    """Find and load what `paths` name: a project file, a folder, or schedule files.

    Without a path the project file is found upwards from the folder to start from. What is wrong
    with the files is in the diagnostics; with an error there the schedule is None.

    Raises:
        Stop: if there is nothing to read.
    """
    named = [settings.folder / path for path in paths]
    project_path = _project_named(named) if named else find_project(settings.folder)
    if project_path is not None:
        return _of_project(project_path, settings)
    if not named:
        raise Stop(
            Exit.USAGE,
            f"there is no {PROJECT_FILE} here or in a folder above",
            hint="name a schedule file (reconciler plan FILE), or go to the project's folder",
        )
    return _of_files(named, find_project(named[0].parent), settings)


def _project_named(named: Sequence[Path]) -> Path | None:
    """The project file that is meant, None if schedule files are."""
    if len(named) != 1:
        return None
    path = named[0] / PROJECT_FILE if named[0].is_dir() else named[0]
    return path if path.name == PROJECT_FILE and path.is_file() else None


def _of_project(path: Path, settings: Settings) -> Workspace:
    root = path.parent
    source, project, findings = _read_project(path, root)
    if project is None:
        return _workspace(
            root, Project(), source, Inputs(sources=()), findings, only_files=(), settings=settings
        )
    inputs = read_patterns(project.schedules, root, project.schedule_spans)
    return _workspace(root, project, source, inputs, findings, only_files=(), settings=settings)


def _of_files(named: Sequence[Path], project_path: Path | None, settings: Settings) -> Workspace:
    if project_path is None:
        inputs = read_paths(named, settings.folder)
        return _workspace(settings.folder, Project(), (), inputs, (), only_files=(), settings=settings)
    # The whole project is read: a closure in one file holds for the classes of all others.
    root = project_path.parent
    source, project, findings = _read_project(project_path, root)
    asked = read_paths(named, root)
    rest = read_patterns(project.schedules, root) if project else Inputs(sources=())
    names = {found.name for found in asked.sources}
    others = tuple(found for found in rest.sources if found.name not in names)
    inputs = Inputs(sources=(*asked.sources, *others), diagnostics=(*asked.diagnostics, *rest.diagnostics))
    only = tuple(sorted(names)) if others else ()
    return _workspace(
        root, project or Project(), source, inputs, findings, only_files=only, settings=settings
    )


def _read_project(
    path: Path, root: Path
) -> tuple[tuple[Source, ...], Project | None, tuple[Diagnostic, ...]]:
    source = read_file(path, root)
    if isinstance(source, Diagnostic):
        return (), None, (source,)
    loaded = load_project(source)
    return (source,), loaded.project, loaded.diagnostics


def _workspace(
    root: Path,
    project: Project,
    project_source: tuple[Source, ...],
    inputs: Inputs,
    findings: tuple[Diagnostic, ...],
    *,
    only_files: tuple[str, ...],
    settings: Settings,
) -> Workspace:
    included = with_included(inputs, root)
    inputs = included.inputs
    before = (*findings, *inputs.diagnostics)
    working = Working("Reading files", len(inputs.sources), settings)
    loaded = load_schedule(
        inputs.sources, project, root, advance=working.advance, included_by=included.included_by
    )
    working.done()
    complete = not has_errors(before)
    found = (*before, *loaded.diagnostics)
    return Workspace(
        root=root,
        project=project,
        sources=(*project_source, *inputs.sources, *loaded.attached),
        schedule=loaded.schedule if complete else None,
        diagnostics=tuple(sorted(found, key=Diagnostic.sort_key)),
        only_files=included.belonging_to(only_files),
    )
