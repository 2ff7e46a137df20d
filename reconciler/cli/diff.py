"""`reconciler diff`: what lies between two revisions of the files, as a timetable. Offline."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from reconciler.cli.calendars import calendars_option, check_calendars, write_calendars
from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.options import Scope, target_options, window_options
from reconciler.cli.output import write, write_file
from reconciler.cli.sheets import by_option, check_by
from reconciler.cli.showing import DIFF_FORMATS, lack_of, show_plan
from reconciler.cli.stop import Stop

if TYPE_CHECKING:
    from reconciler.cli.settings import Settings
    from reconciler.render import PlanView

HELP = """Show what a change of the files does to the timetable. Offline, without tokens.

REV is any name that git knows. With one REV its files are compared with the working tree, with
two the first with the second; A...B means B with where it left A.

\b
Examples:
  reconciler diff main
  reconciler diff HEAD~1 HEAD
  reconciler diff origin/main...HEAD --format markdown
  reconciler diff main --detailed-exitcode --format grid --by teacher
  reconciler diff main --calendars calendars

Exit statuses: 0 done, 2 changes (with --detailed-exitcode), 64 git knows no such revision,
65 invalid files.
"""


@click.command("diff", help=HELP)
@click.argument("revisions", nargs=-1, required=True, metavar="REV [REV]")
@click.option("--path", metavar="PATH", help="Project file, folder or schedule file to compare.")
@click.option(
    "--format",
    "form",
    type=click.Choice(DIFF_FORMATS),
    default="text",
    help="How to show it.",
)
@click.option("--json-into", metavar="FILE", help="Write the JSON view to a file as well.")
@click.option("--expand", "expand_dates", is_flag=True, help="List every date.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if the timetable changes.")
@by_option
@calendars_option
@window_options
@target_options
@global_flags
@click.pass_context
def command(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    revisions: tuple[str, ...],
    *,
    path: str | None,
    form: str,
    json_into: str | None,
    expand_dates: bool,
    detailed_exitcode: bool,
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
    from reconciler.cli.comparing import compare

    check_by(by, form)
    settings = settings_of(context)
    check_calendars(calendars, settings)
    if len(revisions) > 2:
        raise Stop(Exit.USAGE, "more than two revisions", hint="reconciler diff REV [REV] --path PATH")
    scope = Scope(
        first=first,
        last=last,
        season=season,
        locations=locations,
        targets=targets,
        excludes=excludes,
        tags=tags,
    )
    comparison, valid = compare(revisions, path, scope, settings)
    view = render.diff_view(comparison)
    if json_into is not None:
        write_file(settings.folder / json_into, render.to_json(view))
    write_calendars(
        calendars,
        lambda: render.plan_calendars(view, now=_moment(settings)),
        settings,
        lack=lack_of(view) if valid else "The later files are invalid",
    )
    if form == "ics":
        write(render.plan_to_ics(view, now=_moment(settings)))
    else:
        show_plan(view, form, settings, expand=expand_dates, numbers=False, by=by)
    if not valid:
        return Exit.INVALID
    return Exit.CHANGES if detailed_exitcode and _changes(view) else Exit.DONE


def _changes(view: PlanView) -> bool:
    summary = view["summary"]
    return bool(summary["add"] + summary["change"] + summary["destroy"])


def _moment(settings: Settings) -> datetime:
    """When this calendar is made: a later one has to supersede it. No environment, so no clock is refused."""
    from reconciler.cli.settings import read_clock

    return read_clock(settings.variables, sandbox=True).now()
