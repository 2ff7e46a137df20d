"""From a workspace to a plan: shared by `plan`, which shows it, and `apply`, which carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from reconciler import pipeline
from reconciler.cli.cost import requests_of
from reconciler.cli.exits import Exit
from reconciler.cli.git import Revision, revision_of
from reconciler.cli.options import Scope
from reconciler.cli.output import report_findings
from reconciler.cli.selecting import select
from reconciler.cli.session import Session
from reconciler.cli.settings import Settings, read_clock
from reconciler.cli.settling import fresh_doubts
from reconciler.cli.state import Seen, StateFolder
from reconciler.cli.stop import Stop
from reconciler.cli.version import holidays_version, tzdata_version
from reconciler.cli.workspace import STATE_FOLDER, Workspace
from reconciler.expand import Expansion
from reconciler.model.diagnostic import Diagnostic, has_errors
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.plan import ActionKind, Inputs, LocationPlan, Plan, Selection
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window
from reconciler.planner import LastSeen, Limits, idle_globs, nearness

VALID_FOR = timedelta(days=7)
"""How long a saved plan may be applied: nobody remembers for longer what was reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """What somebody wants planned, as it was written."""

    paths: tuple[str, ...] = ()
    scope: Scope
    max_creates: int | None = None
    allow_empty: bool = False
    details: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """What valid files come to."""

    schedule: Schedule
    expansion: Expansion
    selection: Selection
    findings: tuple[Diagnostic, ...]
    """All that is to be said about the files, as their project weighs it."""


class InvalidSchedule(Stop):
    """The files make no sense; what is wrong has been said."""

    def __init__(self, findings: tuple[Diagnostic, ...]) -> None:
        super().__init__(Exit.INVALID, "the schedule is invalid; nothing was read or written")
        self.findings = findings


def desired_now(workspace: Workspace, scope: Scope, settings: Settings) -> Desired:
    """The same as `desired`, with classes without an end as far as they are published by now.

    Raises:
        Stop: as `desired`, and if the clock or the environment is not usable.
    """
    if not endless(workspace):
        return desired(workspace, scope, settings)
    environment = workspace.environment(settings)
    now = read_clock(settings.variables, sandbox=environment.is_sandbox).now()
    horizons: dict[str, Window] = {}
    for timetable in workspace.schedule.timetables if workspace.schedule else ():
        key = timetable.location.key
        seen = workspace.state.seen(environment.name, key)
        today = now.astimezone(ZoneInfo(timetable.location.timezone)).date()
        ends = (pipeline.published_until(timetable, now), seen.last if seen else None)
        last = max((end for end in ends if end is not None), default=today)
        horizons[key] = Window(first=today, last=last)
    return desired(workspace, scope, settings, horizons)


def desired(
    workspace: Workspace, scope: Scope, settings: Settings, horizons: Mapping[str, Window] | None = None
) -> Desired:
    """Expand the files, and show what is to be said about them.

    `horizons` say how far classes without an end are looked at, by key of location.

    Raises:
        InvalidSchedule: if they are invalid.
        Stop: if they declare no class at all, or have no end and none was asked for.
    """
    schedule = workspace.schedule
    if schedule is None:
        findings = workspace.judged(())
        report_findings(findings, workspace.texts(), settings)
        raise InvalidSchedule(findings)
    selection = select(scope, schedule, files=workspace.only_files)
    if horizons is None and selection.window.last is None and endless(workspace):
        raise Stop(
            Exit.USAGE,
            "some classes have no end, so the list would have none either",
            detail="They say `seasons: always`.",
            hint="add --to with the last date to list",
        )
    expansion = workspace.expansion(settings, selection.window, horizons)
    findings = workspace.judged(expansion.diagnostics)
    shown = findings if has_errors(findings) or not settings.quiet else ()
    report_findings(shown, workspace.texts(), settings)
    if has_errors(findings):
        raise InvalidSchedule(findings)
    if not any(timetable.classes for timetable in schedule.timetables):
        raise Stop(
            Exit.GUARD,
            "the files declare no class at all",
            detail="An empty timetable is more often a wrong path than a wish.",
            hint="check `schedules:` in the project file",
        )
    return Desired(schedule=schedule, expansion=expansion, selection=selection, findings=findings)


def endless(workspace: Workspace) -> bool:
    """Whether any class has no end."""
    timetables = workspace.schedule.timetables if workspace.schedule else ()
    return any(
        period.endless for timetable in timetables for group in timetable.classes for period in group.periods
    )


def make_plan(workspace: Workspace, wanted: Desired, session: Session, wish: PlanWish) -> Plan:
    """Read what is there and compare.

    Raises:
        AltegioError: when the read fails or cannot be proven complete.
        Stop: when a target fits nothing.
    """
    environment, state = session.environment, workspace.state
    already = session.reader.requests
    _no_idle_globs(wanted)
    limits = Limits(
        creates=wish.max_creates if wish.max_creates is not None else environment.max_creates,
        allow_empty=wish.allow_empty,
    )
    chosen = wanted.selection.locations
    timetables = [t for t in wanted.schedule.timetables if not chosen or t.location.key in chosen]
    seen = {
        t.location.key: found
        for t in timetables
        if (found := state.seen(environment.name, t.location.key)) is not None
    }
    asked = pipeline.Asked(
        selection=wanted.selection,
        limits=limits,
        now=session.clock.now(),
        last_seen={key: LastSeen(count=found.count) for key, found in seen.items()},
        seen_until={key: found.last for key, found in seen.items()},
        details=environment.details or wish.details,
        in_doubt=fresh_doubts(state, session),
    )
    by_location = _by_location(wanted.expansion)
    observed = []
    for t in timetables:
        # Reading a large chain takes a while, and lists that start in the past are refused.
        present = replace(asked, now=session.clock.now())
        wishes = by_location.get(t.location.key, pipeline.Wanted())
        observed.append(pipeline.observe(t, wishes, session.reader, present))
    near = nearness(wanted.schedule, [each.studio for each in observed], workspace.project.severities)
    planned = [pipeline.plan_one(each, near=near) for each in observed]
    for each, plan in zip(observed, planned, strict=True):
        _remember(state, environment.name, each.read, plan)
    creates = sum(action.kind is ActionKind.CREATE for plan in planned for action in plan.actions)
    return Plan(
        environment=environment.name,
        sandbox=environment.is_sandbox,
        edition=environment.edition,
        paths=wish.paths,
        selection=wanted.selection,
        locations=tuple(planned),
        inputs=inputs_of(workspace, revision_of(workspace.root, leave_out=(STATE_FOLDER,))),
        requests=requests_of(session, session.reader.requests - already, creates),
        diagnostics=wanted.findings,
        made_at=asked.now,
        details=asked.details,
        expires_at=asked.now + VALID_FOR,
    )


def _by_location(expansion: Expansion) -> dict[str, pipeline.Wanted]:
    occurrences: dict[str, list[Occurrence]] = {}
    for occurrence in expansion.occurrences:
        occurrences.setdefault(occurrence.series.location, []).append(occurrence)
    removals: dict[str, list[Removal]] = {}
    for removal in expansion.removals:
        removals.setdefault(removal.series.location, []).append(removal)
    return {
        key: pipeline.Wanted(occurrences=occurrences.get(key, ()), removals=removals.get(key, ()))
        for key in occurrences.keys() | removals.keys()
    }


def _no_idle_globs(wanted: Desired) -> None:
    idle = idle_globs(wanted.selection, wanted.expansion.occurrences)
    if idle:
        raise Stop(
            Exit.USAGE,
            f'"{idle[0]}" fits no class in these dates',
            detail="A target that fits nothing would plan less than was meant.",
            hint="`reconciler expand` lists the addresses",
        )


def _remember(state: StateFolder, environment: str, read: Window, plan: LocationPlan) -> None:
    """Keep how much there was, for the next run's guard; an unread window says nothing."""
    if read.first is None or read.last is None or read.last < read.first:
        return
    key, count = plan.location.key, plan.live.count
    if not all(gate.passed for gate in plan.gates):
        return  # a read that a guard doubts must not become the new normal
    before = state.seen(environment, key)
    end = read.last - pipeline.READ_MARGIN  # else each run would look a margin further than the last
    last = end if before is None else max(end, before.last)
    state.remember_seen(environment, key, Seen(count=count, first=read.first, last=last))


def inputs_of(workspace: Workspace, revision: Revision) -> Inputs:
    """From which files, revision and tables everything comes."""
    timetables = workspace.schedule.timetables if workspace.schedule else ()
    calendars = {policy.calendar for timetable in timetables for policy in timetable.policies}
    own = {key for timetable in timetables for key in timetable.calendars}
    return Inputs(
        digest=workspace.digest(),
        files=tuple(sorted(source.name for source in workspace.sources)),
        git_revision=revision.commit,
        dirty=revision.dirty,
        tzdata=tzdata_version(),
        holidays=holidays_version() if calendars - own else None,
        calendars=tuple(sorted(calendars)),
    )
