"""`reconciler plan`: what would be created, what deviates, what is held back. Only reads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from reconciler.cli.calendars import calendars_option, check_calendars, write_calendars
from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.options import Scope, target_options, window_options
from reconciler.cli.output import note, write_file
from reconciler.cli.sheets import by_option, check_by
from reconciler.cli.showing import PLAN_FORMATS, lack_of, numbers_option, show_plan

if TYPE_CHECKING:
    from reconciler.cli.settings import Settings
    from reconciler.cli.workspace import Workspace
    from reconciler.render import PlanView

HELP = """Show what would be created, what deviates and what is held back. Only reads.

PATH is a project file, a schedule file or a folder; without it, the project file
reconciler.yaml is found upwards from the current folder.

\b
Examples:
  reconciler plan
  reconciler plan --out plan.json && reconciler apply plan.json
  reconciler plan --season autumn-2026 --target 'mitte/yoga-*'
  reconciler plan --detailed-exitcode --format json

Exit statuses: 0 done, 2 changes (with --detailed-exitcode), 6 a guard refused, 65 invalid files,
75 the booking system is busy or out of reach, 77 tokens.
"""


@click.command("plan", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--out", metavar="FILE", help="Save the plan, for `reconciler apply FILE`.")
@click.option(
    "--format",
    "form",
    type=click.Choice(PLAN_FORMATS),
    default="text",
    help="How to show it.",
)
@click.option("--json-into", metavar="FILE", help="Write the JSON view to a file as well.")
@click.option("--expand", "expand_dates", is_flag=True, help="List every date.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there is something to create.")
@click.option("--details", is_flag=True, help="Read activities one by one where the list lacks fields.")
@click.option("--max-creates", type=click.IntRange(0), metavar="N", help="Refuse to create more than N.")
@click.option(
    "--allow-empty", is_flag=True, help="Believe an empty read although there was something before."
)
@numbers_option
@by_option
@calendars_option
@window_options
@target_options
@global_flags
@click.pass_context
def command(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    paths: tuple[str, ...],
    *,
    out: str | None,
    form: str,
    json_into: str | None,
    expand_dates: bool,
    detailed_exitcode: bool,
    details: bool,
    max_creates: int | None,
    allow_empty: bool,
    numbers: bool,
    by: str | None,
    calendars: str | None,
    first: date | None,
    last: date | None,
    season: str | None,
    locations: tuple[str, ...],
    targets: tuple[str, ...],
    excludes: tuple[str, ...],
    tags: tuple[str, ...],
) -> int:
    """See HELP."""
    from reconciler import render
    from reconciler.cli.planning import PlanWish, desired_now, make_plan
    from reconciler.cli.session import open_session
    from reconciler.cli.workspace import open_workspace

    check_by(by, form)
    settings = settings_of(context)
    check_calendars(calendars, settings)
    wish = PlanWish(
        paths=paths,
        scope=Scope(
            first=first,
            last=last,
            season=season,
            locations=locations,
            targets=targets,
            excludes=excludes,
            tags=tags,
        ),
        max_creates=max_creates,
        allow_empty=allow_empty,
        details=details,
    )
    workspace = open_workspace(paths, settings)
    wanted = desired_now(workspace, wish.scope, settings)
    with open_session(workspace, wanted.schedule, settings) as session:
        plan = make_plan(workspace, wanted, session, wish)
    view = render.plan_view(plan)
    if settings.verbose:
        live, read = view["live"]["count"], view["requests"]["read"]
        note(f"{plan.environment} ({plan.edition}): {live} activities read in {read} requests", settings)
    for path in (out, json_into):
        if path is not None:
            write_file(settings.folder / path, render.to_json(view))
    write_calendars(
        calendars,
        lambda: render.plan_calendars(view),
        settings,
        lack=lack_of(view) or _lack_of_end(workspace),
    )
    show_plan(view, form, settings, expand=expand_dates, numbers=numbers, by=by)
    if form == "text" and not _anything(view):
        # Scripts look for "No changes." alone on stdout; what it does not cover is said beside it.
        _note_unknown(view["compared"]["unknown_fields"], settings)
        if view["summary"]["unpublished"]:
            note(f"Not yet published, so not created: {view['summary']['unpublished']}.", settings)
    if out is not None and view["applyable"]:
        note(_next(out, settings), settings)
    if not plan.gates_passed:
        return Exit.GUARD
    return Exit.CHANGES if detailed_exitcode and view["summary"]["add"] else Exit.DONE


def _anything(view: PlanView) -> bool:
    summary = view["summary"]
    return bool(summary["add"] or summary["held_back"] or summary["conflicts"] or summary["drift"])


def _lack_of_end(workspace: Workspace) -> str:
    from reconciler.cli.planning import endless

    return "Classes without an end are in them as far as they are published" if endless(workspace) else ""


def _note_unknown(fields: list[str], settings: Settings) -> None:
    if fields:
        from reconciler.render.wording import FIELDS

        words = ", ".join(FIELDS.get(field, field) for field in fields)
        note(f"Not compared, for the list of this edition lacks them: {words}. Use --details.", settings)


def _next(out: str, settings: Settings) -> str:
    from reconciler.render.escape import for_terminal

    chdir = "" if str(settings.folder) == "." else f"--chdir {for_terminal(str(settings.folder))} "
    name = for_terminal(out)
    return f"\nSaved the plan to {name}. To do exactly this:  reconciler {chdir}apply {name}"
