"""`reconciler apply`: create exactly what a plan shows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime

import click

from reconciler.cli.carrying import Order, carry_out_order
from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.options import Scope, target_options, window_options
from reconciler.cli.output import complain, style_of, write
from reconciler.cli.planfile import read_plan_file
from reconciler.cli.planning import Desired, PlanWish, desired, make_plan
from reconciler.cli.saved import (
    refuse_if_applied,
    refuse_if_emptied,
    refuse_if_not_applicable,
    refuse_if_stale,
    same_environment,
    wish_of,
)
from reconciler.cli.session import open_session
from reconciler.cli.settings import Settings
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.cli.workspace import open_workspace
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import ActionKind, Plan, Reason
from reconciler.render import PlanView, operations, plan_view, to_json_line, to_text
from reconciler.render import stream as lines

HELP = """Create what a plan shows.

With a saved plan (made by `reconciler plan --out FILE`), exactly that file is carried out and
nothing is asked: the plan is made again from the same files and a fresh read, and refused if an
operation of the file is no longer there or has changed. Without one: plans, shows, and asks.

\b
Examples:
  reconciler apply plan.json
  reconciler apply --auto-approve --season autumn-2026

Exit statuses: 0 done, 3 the saved plan is stale or applied already, 4 applied in part, 5 an
outcome is unknown, 6 a guard refused, 75 try again later, 77 tokens.
"""


@click.command("apply", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PLAN | PATH...]")
@click.option("--auto-approve", is_flag=True, help="Do not ask; for CI without a saved plan.")
@click.option("--json", "as_json", is_flag=True, help="Say what happens as JSON, one object a line.")
@click.option("--details", is_flag=True, help="Read activities one by one where the list lacks fields.")
@click.option("--max-creates", type=click.IntRange(0), metavar="N", help="Refuse to create more than N.")
@click.option(
    "--allow-empty", is_flag=True, help="Believe an empty read although there was something before."
)
@window_options
@target_options
@global_flags
@click.pass_context
def command(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    paths: tuple[str, ...],
    *,
    auto_approve: bool,
    as_json: bool,
    details: bool,
    max_creates: int | None,
    allow_empty: bool,
    first: date | None,
    last: date | None,
    season: str | None,
    locations: tuple[str, ...],
    targets: tuple[str, ...],
    excludes: tuple[str, ...],
) -> int:
    """See HELP."""
    settings = settings_of(context)
    scope = Scope(
        first=first, last=last, season=season, locations=locations, targets=targets, excludes=excludes
    )
    wish = PlanWish(
        paths=paths, scope=scope, max_creates=max_creates, allow_empty=allow_empty, details=details
    )
    if not (len(paths) == 1 and paths[0].lower().endswith(".json")):
        return _apply(wish, None, settings, approved=auto_approve, as_json=as_json)
    saved = read_plan_file(settings.folder / paths[0])
    if wish.scope != Scope() or details or max_creates is not None or allow_empty:
        raise Stop(
            Exit.USAGE,
            "a saved plan is carried out as it is: it takes no planning options",
            hint="plan again with these options, and apply that plan",
        )
    settings = replace(settings, environment=same_environment(saved, settings))
    return _apply(wish_of(saved), saved, settings, approved=True, as_json=as_json)


def _apply(
    wish: PlanWish, saved: PlanView | None, settings: Settings, *, approved: bool, as_json: bool
) -> int:
    """Plan afresh under the lock, and carry out the saved plan, or the fresh one."""
    workspace = open_workspace(wish.paths, settings)
    wanted = desired(workspace, wish.scope, settings)
    name = workspace.environment(settings).name
    if saved is not None:
        refuse_if_not_applicable(saved)
        refuse_if_applied(saved, workspace.state)
    with _locks(workspace.state, name, wanted), open_session(workspace, wanted.schedule, settings) as session:
        plan = make_plan(workspace, wanted, session, wish)
        fresh = plan_view(plan)
        if saved is None:
            if not as_json:
                write(to_text(fresh, style_of(settings, sys.stdout)))
        else:
            refuse_if_emptied(saved, fresh)
            refuse_if_stale(saved, fresh)
        view = fresh if saved is None else saved
        if saved is None and as_json:
            # The stream has no line for guards: they are refused in words, on stderr.
            refuse_if_not_applicable(fresh)
        if not plan.gates_passed and saved is None:
            return Exit.GUARD
        if not operations(view):
            return _nothing_to_do(view, session.clock.now(), shown=saved is None, as_json=as_json)
        if not approved:
            _ask(settings)
        order = Order(
            view=view,
            occurrences=_occurrences(plan, view),
            names={t.location.key: t.names for t in wanted.schedule.timetables},
            at=session.clock.now(),
            as_json=as_json,
        )
        with session.writer() as writer:
            status = carry_out_order(order, writer, workspace.state, settings)
    twins = sum(drift["reason"] == Reason.DUPLICATE for drift in fresh["drift"])
    if twins and status == Exit.DONE:
        complain(
            f"{twins} {'activity is' if twins == 1 else 'activities are'} there twice",
            hint="the plan names them under drift: cancel the ones without bookings by hand",
        )
        return Exit.UNKNOWN
    return status


def _nothing_to_do(view: PlanView, at: datetime, *, shown: bool, as_json: bool) -> int:
    if as_json:
        for line in (lines.version_line(at), lines.planned_summary_line(view, at)):
            write(to_json_line(line))
    elif not shown:
        write("Apply complete: 0 added, 0 changed, 0 destroyed.")
    return Exit.DONE if all(gate["passed"] for gate in view["gates"]) else Exit.GUARD


def _occurrences(plan: Plan, view: PlanView) -> list[Occurrence]:
    """The occurrence of each operation: taken from the fresh plan, never from the file."""
    fresh = {
        action.occurrence.address: action.occurrence
        for location in plan.locations
        for action in location.actions
        if action.kind is ActionKind.CREATE and action.occurrence is not None
    }
    return [fresh[change["address"]] for change in operations(view)]


def _ask(settings: Settings) -> None:
    if not settings.ask or not sys.stdin.isatty():
        raise Stop(
            Exit.USAGE,
            "nobody is there to approve this plan; nothing was written",
            hint="save and review it (reconciler plan --out plan.json; reconciler apply plan.json), "
            "or pass --auto-approve",
        )
    click.echo("\nDo you want to create these classes? Only 'yes' is accepted.", err=True)
    if click.prompt("  Enter a value", err=True, prompt_suffix=": ", default="", show_default=False) != "yes":
        raise Stop(Exit.ERROR, "apply cancelled; nothing was written")


@contextmanager
def _locks(state: StateFolder, environment: str, wanted: Desired) -> Iterator[None]:
    """Hold the lock of every location of the plan, in one order, so that two runs cannot interlock."""
    from reconciler.apply.lock import LockHeldError, hold

    keys = sorted(t.location.key for t in wanted.schedule.timetables)
    chosen = [key for key in keys if not wanted.selection.locations or key in wanted.selection.locations]
    with ExitStack() as stack:
        for key in chosen:
            try:
                stack.enter_context(hold(state.lock(environment, key)))
            except LockHeldError as error:
                raise Stop(
                    Exit.TRY_LATER,
                    f"another apply for {key} in {environment} is under way: {error.holder}",
                    hint="wait until it is done, then plan and apply again",
                ) from error
        yield
