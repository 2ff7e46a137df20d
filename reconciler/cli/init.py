"""`reconciler init`: a small commented project to start from. Never overwrites anything."""

from __future__ import annotations

import shlex
from zoneinfo import ZoneInfo

import click

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.output import write
from reconciler.cli.settings import read_clock

HELP = """Write a small commented project into DIR (default: the current folder).

It plans and applies as it stands, against the sandbox, without any account; its season begins
next Monday. Files that are there already are never touched: then nothing is written.

\b
Examples:
  reconciler init
  reconciler init studio --ci github
"""


@click.command("init", help=HELP)
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(file_okay=False))
@click.option(
    "--ci", "recipe", type=click.Choice(["github", "gitlab"]), help="Add a recipe for this CI system."
)
@global_flags
@click.pass_context
def command(context: click.Context, folder: str, recipe: str | None) -> int:
    """See HELP."""
    from reconciler.cli.starting import ZONE, lay_out, starter

    settings = settings_of(context)
    # No booking system is involved, so no clock is refused.
    now = read_clock(settings.variables, sandbox=True).now()
    files = starter(now.astimezone(ZoneInfo(ZONE)).date(), recipe)
    lay_out(settings.folder / folder, files)
    if not settings.quiet:
        write(_words(folder, list(files)))
    return Exit.DONE


def _words(folder: str, files: list[str]) -> str:
    from reconciler.render.escape import for_terminal

    there = [f"cd {shlex.quote(folder)}"] if folder != "." else []
    steps = [*there, "reconciler validate", "reconciler plan --out plan.json", "reconciler apply plan.json"]
    lines = ["Written:", *(f"  {name}" for name in files), "", "Next:", *(f"  {step}" for step in steps)]
    return "\n".join(for_terminal(line) for line in lines) + "\n"
