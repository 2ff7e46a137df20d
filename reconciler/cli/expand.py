"""`reconciler expand`: every class that the files want, date by date. Pure: no network, no clock."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from reconciler.cli.calendars import calendars_option, check_calendars, write_calendars
from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.options import Scope, target_options, window_options
from reconciler.cli.output import style_of, write, write_json
from reconciler.cli.settings import read_clock

if TYPE_CHECKING:
    from reconciler.model.occurrence import Occurrence, Removal

HELP = """List every class that the files want, date by date. Any dates, past ones too.

\b
Examples:
  reconciler expand --from 2026-10-12 --to 2026-10-18
  reconciler expand --target 'mitte/yoga-evening' --format csv
  reconciler expand --format ics > timetable.ics
"""


@click.command("expand", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "ics"]),
    default="table",
    help="How to list them.",
)
@calendars_option
@window_options
@target_options
@global_flags
@click.pass_context
def command(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    paths: tuple[str, ...],
    *,
    form: str,
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
    from reconciler.cli.planning import InvalidSchedule, desired
    from reconciler.cli.workspace import open_workspace
    from reconciler.planner import selector

    settings = settings_of(context)
    check_calendars(calendars, settings)
    scope = Scope(
        first=first,
        last=last,
        season=season,
        locations=locations,
        targets=targets,
        excludes=excludes,
        tags=tags,
    )
    workspace = open_workspace(paths, settings)
    try:
        wanted = desired(workspace, scope, settings)
    except InvalidSchedule as invalid:
        if form == "json":  # whoever asked for JSON reads stdout
            write_json(render.to_json(render.occurrences_view((), invalid.findings, {}, ())))
        raise
    selects, keys = selector(wanted.selection), wanted.selection.locations

    def asked_for(one: Occurrence | Removal) -> bool:
        return (not keys or one.series.location in keys) and selects(one)

    chosen = list(filter(asked_for, wanted.expansion.occurrences))
    gone = filter(asked_for, wanted.expansion.removals)
    names = {timetable.location.key: timetable.names for timetable in wanted.schedule.timetables}
    view = render.occurrences_view(chosen, wanted.findings, names, gone)

    def moment() -> datetime:
        # A calendar must say when it was made. No environment is involved, so no clock is refused.
        return read_clock(settings.variables, sandbox=True).now()

    whole = scope == Scope() and not wanted.selection.partial
    write_calendars(
        calendars,
        lambda: render.occurrence_calendars(view, moment()),
        settings,
        lack="" if whole else "Only a part of the timetable is in them",
    )
    match form:
        case "json":
            write_json(render.to_json(view))
        case "csv":
            write(render.occurrences_to_csv(view))
        case "ics":
            write(render.occurrences_to_ics(view, moment()))
        case _:
            write(render.occurrences_to_table(view, style_of(settings, sys.stdout)))
    return Exit.DONE
