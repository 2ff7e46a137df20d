"""The work of `reconciler apply`: plan afresh under the lock, and carry out a plan that was approved."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime

import click

from reconciler.cli.auditing import Audit
from reconciler.cli.carrying import Eyes, carry_out_order
from reconciler.cli.exits import Exit
from reconciler.cli.looking import Lookout
from reconciler.cli.order import Order
from reconciler.cli.output import style_of, write
from reconciler.cli.planning import Desired, PlanWish, desired_now, make_plan
from reconciler.cli.saved import (
    refuse_if_applied,
    refuse_if_elsewhere,
    refuse_if_emptied,
    refuse_if_expired,
    refuse_if_not_applicable,
    refuse_if_stale,
)
from reconciler.cli.session import open_session
from reconciler.cli.settings import Settings
from reconciler.cli.settling import settle_earlier
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.cli.workspace import open_workspace
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import ActionKind, Plan
from reconciler.model.schedule import Location
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
        if saved is not None:
            refuse_if_expired(saved, session.clock.now())
        settle_earlier(workspace.state, session, _locations(wanted), settings)
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
            known=_known(plan),
        )
        audit = Audit(again=lambda: make_plan(workspace, wanted, session, replace(wish, details=False)))
        with session.writer() as writer:
            eyes = Eyes(
                looker=Lookout(session, _locations(wanted)),
                audit=audit,
                grace_s=session.environment.grace_s,
                heed=session.pacer.heed,
            )
            return carry_out_order(order, writer, workspace.state, settings, eyes)


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


def _known(plan: Plan) -> frozenset[int]:
    """Ids of the activities that the plan's read has seen, as far as the plan speaks of them."""
    seen = (
        activity
        for location in plan.locations
        for action in location.actions
        for activity in (action.activity, *action.others)
    )
    return frozenset(activity.id for activity in seen if activity is not None)


def _locations(wanted: Desired) -> list[Location]:
    """The locations that are asked for, by key."""
    chosen = wanted.selection.locations
    found = [t.location for t in wanted.schedule.timetables if not chosen or t.location.key in chosen]
    return sorted(found, key=lambda location: location.key)


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

    with ExitStack() as stack:
        for key in (location.key for location in _locations(wanted)):
            try:
                stack.enter_context(hold(state.lock(environment, key)))
            except LockHeldError as error:
                raise Stop(
                    Exit.TRY_LATER,
                    f"another apply for {key} in {environment} is under way: {error.holder}",
                    hint="wait until it is done, then plan and apply again",
                ) from error
        yield
