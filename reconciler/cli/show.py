"""`reconciler show`: a saved plan again, offline, however old it is."""

from __future__ import annotations

import click

from reconciler.cli.calendars import calendars_option, check_calendars, write_calendars
from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.sheets import by_option, check_by
from reconciler.cli.showing import PLAN_FORMATS, numbers_option, show_plan

HELP = """Show a saved plan again. Needs no network and no token, and works on a stale plan too.

\b
Examples:
  reconciler show plan.json
  reconciler show --expand plan.json
  reconciler show --format json plan.json
"""


@click.command("show", help=HELP)
@click.argument("file", metavar="PLAN")
@click.option(
    "--format",
    "form",
    type=click.Choice(PLAN_FORMATS),
    default="text",
    help="How to show it.",
)
@click.option("--expand", "expand_dates", is_flag=True, help="List every date.")
@numbers_option
@by_option
@calendars_option
@global_flags
@click.pass_context
def command(
    context: click.Context,
    file: str,
    *,
    form: str,
    expand_dates: bool,
    numbers: bool,
    by: str | None,
    calendars: str | None,
) -> int:
    """See HELP."""
    from reconciler.cli.planfile import read_plan_file
    from reconciler.render import plan_calendars

    check_by(by, form)
    settings = settings_of(context)
    check_calendars(calendars, settings)
    view = read_plan_file(settings.folder / file)
    write_calendars(
        calendars, lambda: plan_calendars(view), settings, lack="A saved plan knows nothing newer than itself"
    )
    show_plan(view, form, settings, expand=expand_dates, numbers=numbers, by=by)
    return Exit.DONE
