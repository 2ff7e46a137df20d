"""The work of `reconciler apply`: plan afresh under the lock, and carry out a plan that was approved."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import click

from reconciler.cli.carrying import Order, carry_out_order
from reconciler.cli.exits import Exit
from reconciler.cli.output import complain, style_of, write
from reconciler.cli.planning import Desired, PlanWish, desired_now, make_plan
from reconciler.cli.saved import (
    refuse_if_applied,
    refuse_if_elsewhere,
    refuse_if_emptied,
    refuse_if_not_applicable,
    refuse_if_stale,
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


def apply_plan(
    wish: PlanWish, saved: PlanView | None, settings: Settings, *, approved: bool, as_json: bool
) -> int:
    """Plan afresh under the lock, and carry out the saved plan, or the fresh one."""
    workspace = open_workspace(wish.paths, settings)
    wanted = desired_now(workspace, wish.scope, settings)
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
            refuse_if_elsewhere(saved, fresh)
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
            # People take their time: what they said yes to must still be what would be done.
            plan = make_plan(workspace, wanted, session, wish)
            refuse_if_emptied(view, plan_view(plan))
            refuse_if_stale(view, plan_view(plan), called="the plan above")
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
