"""Two revisions of the files, loaded and expanded side by side: what `diff` shows.

Takes names of revisions and a scope; returns a `Comparison`. Offline: git objects and files only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reconciler.cli.exits import Exit
from reconciler.cli.git import Revision as Checkout
from reconciler.cli.git_trees import (
    Commit,
    Repository,
    commit_of,
    fork_of,
    listing,
    project_in,
    repository_of,
    write_out,
)
from reconciler.cli.options import Scope
from reconciler.cli.output import note, report_findings
from reconciler.cli.planning import endless, inputs_of
from reconciler.cli.selecting import select
from reconciler.cli.settings import Settings, read_clock
from reconciler.cli.stop import Stop
from reconciler.cli.workspace import Workspace, open_workspace
from reconciler.expand import Expansion
from reconciler.load.files import PROJECT_FILE
from reconciler.model.comparison import ComparedLocation, Comparison, Difference, Revision
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Selection
from reconciler.model.schedule import Location, Timetable
from reconciler.model.window import Window
from reconciler.planner import selector
from reconciler.planner.revisions import compare_revisions, newly_removed

WORKING_TREE = "the working tree"
_A_YEAR = timedelta(days=365)
"""How far classes without an end are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One revision, loaded and valid; without a workspace it has no timetable at all."""

    revision: Revision
    workspace: Workspace | None

    def timetables(self) -> Mapping[str, Timetable]:
        """By key of location."""
        schedule = None if self.workspace is None else self.workspace.schedule
        return {t.location.key: t for t in schedule.timetables} if schedule else {}


class Compared(NamedTuple):
    """The comparison, and whether the files of the later side are valid."""

    comparison: Comparison
    valid: bool


def compare(revisions: Sequence[str], path: str | None, scope: Scope, settings: Settings) -> Compared:
    """Compare one revision with the working tree, or two with each other.

    What is wrong with the dates of the later side is said, and what it comes to is compared all the
    same: it helps to see both. Of the earlier side nothing is said, for nobody is about to change it.

    Raises:
        Stop: if a revision is unknown, has files of which no timetable can be made, or the scope
            fits neither of them.
    """
    start = settings.folder / path if path else settings.folder
    is_file = path is not None and not start.is_dir()
    repository = repository_of(start.parent if is_file else start)
    first, last = _commits(repository, revisions)
    single = start.name if is_file and start.name != PROJECT_FILE else None
    before = _side_of(repository, first, single, settings)
    if last is not None:
        return _compared(before, _side_of(repository, last, single, settings), scope, settings)
    workspace = open_workspace((path,) if path else (), settings)
    revision = Revision(name=WORKING_TREE, commit=None, at=None)
    return _compared(before, _valid(Side(revision=revision, workspace=workspace), settings), scope, settings)


def _commits(repository: Repository, names: Sequence[str]) -> tuple[Commit, Commit | None]:
    """`A`, `A B`, `A..B`, and `A...B` for what happened since they parted."""
    if len(names) == 2:
        return commit_of(repository, names[0]), commit_of(repository, names[1])
    whole = names[0]
    dots = "..." if "..." in whole else ".."
    first, found, last = whole.partition(dots)
    if not found:
        return commit_of(repository, whole), None
    one, other = commit_of(repository, first or "HEAD"), commit_of(repository, last or "HEAD")
    return (fork_of(repository, one, other) if dots == "..." else one), other


def _side_of(repository: Repository, commit: Commit, single: str | None, settings: Settings) -> Side:
    """A commit, its files written to a folder for as long as it takes to read them."""
    revision = Revision(name=commit.name, commit=commit.id, at=commit.at)
    entries = listing(repository, commit)
    wanted = f"{repository.prefix}{single}" if single else project_in(entries, repository.prefix)
    if wanted is None or wanted not in {entry.path for entry in entries}:
        note(f"{commit.name} has no timetable here, so all of it is new.", settings)
        return Side(revision=revision, workspace=None)
    root = Path(project_in(entries, repository.prefix) or wanted).parent.as_posix()
    inside = [entry for entry in entries if root == "." or entry.path.startswith(f"{root}/")]
    with TemporaryDirectory(prefix="reconciler-") as target:
        write_out(repository, commit, inside, Path(target))
        file = Path(target, wanted)
        workspace = open_workspace((file.name,), replace(settings, folder=file.parent))
        return _valid(Side(revision=revision, workspace=workspace), settings)


def _valid(side: Side, settings: Settings) -> Side:
    """The side, if its files can be read as a timetable."""
    assert side.workspace is not None, "there is something to judge"
    if side.workspace.schedule is None:
        report_findings(_errors(side, ()), side.workspace.texts(), settings)
        raise Stop(
            Exit.INVALID,
            f"the files of {side.revision.name} are invalid, so there is nothing to compare",
            hint="name a revision in which `reconciler validate` finds no error",
        )
    return side


def _errors(side: Side, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    findings = side.workspace.judged(found) if side.workspace else ()
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _compared(old: Side, new: Side, scope: Scope, settings: Settings) -> Compared:
    selection = _selection(old, new, scope, settings)
    before, after = (_expanded(side, selection, settings) for side in (old, new))
    errors = _errors(new, after.diagnostics)
    report_findings(errors, new.workspace.texts() if new.workspace else {}, settings)
    comparison = _comparison(old, new, selection, before, after)
    return Compared(
        replace(comparison, diagnostics=tuple(sorted(errors, key=Diagnostic.sort_key))), not errors
    )


def _comparison(
    old: Side, new: Side, selection: Selection, before: Expansion, after: Expansion
) -> Comparison:
    differences = compare_revisions(
        _chosen(before.occurrences, selection), _chosen(after.occurrences, selection)
    )
    by_location: dict[str, list[Difference]] = {}
    for each in differences:
        one = each.after or each.before
        assert one is not None, "a difference has a side"
        by_location.setdefault(one.series.location, []).append(each)
    gone = newly_removed(after.removals, differences)
    told = new if new.workspace is not None else old
    assert told.workspace is not None, "the selection has refused two empty sides"
    return Comparison(
        before=old.revision,
        after=new.revision,
        selection=selection,
        locations=tuple(
            ComparedLocation(
                location=_location(old, new, key),
                names_before=_names(old, key),
                names_after=_names(new, key),
                differences=tuple(found),
                removals=tuple(one for one in gone if one.series.location == key),
            )
            for key, found in sorted(by_location.items())
        ),
        inputs=inputs_of(told.workspace, Checkout(new.revision.commit, None)),
        digest_before=old.workspace.digest() if old.workspace else "",
    )


def _expanded(side: Side, selection: Selection, settings: Settings) -> Expansion:
    if side.workspace is None:
        return Expansion(tables=(), window=selection.window, diagnostics=())
    return side.workspace.expansion(settings, selection.window)


def _chosen(occurrences: Iterable[Occurrence], selection: Selection) -> list[Occurrence]:
    selects, keys = selector(selection), selection.locations
    return [one for one in occurrences if (not keys or one.series.location in keys) and selects(one)]


def _selection(old: Side, new: Side, scope: Scope, settings: Settings) -> Selection:
    """The scope as the sides understand it: a season or a tag may be known to one of them only."""
    found: list[Selection] = []
    refusal: Stop | None = None
    for side in (new, old):
        if side.workspace is None or side.workspace.schedule is None:
            continue
        try:
            found.append(select(scope, side.workspace.schedule, files=()))
        except Stop as stop:
            refusal = refusal or stop
    if not found:
        raise refusal or Stop(Exit.USAGE, "neither revision has a timetable here")
    firsts, lasts = [one.window.first for one in found], [one.window.last for one in found]
    first = None if None in firsts else min(day for day in firsts if day)
    last = None if None in lasts else max(day for day in lasts if day)
    if (first is None or last is None) and any(
        endless(side.workspace) for side in (old, new) if side.workspace
    ):
        today = read_clock(settings.variables, sandbox=True).now().date()
        first, last = first or min(today, last or today), last or max(today, first or today) + _A_YEAR
    return replace(found[0], window=Window(first=first, last=last))


def _location(old: Side, new: Side, key: str) -> Location:
    return (new.timetables().get(key) or old.timetables()[key]).location


def _names(side: Side, key: str) -> Names:
    timetable = side.timetables().get(key)
    return Names() if timetable is None else timetable.names
