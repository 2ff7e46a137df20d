"""`reconciler explain`: why a class is there, moved, changed or gone. Pure: no network, no clock."""

from __future__ import annotations

import sys

import click
from click.shell_completion import CompletionItem

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.output import style_of, write, write_json

HELP = """Tell why a class is there on a date, moved, changed or gone: every rule, in order of evaluation.

\b
QUESTION is one of
  an address        mitte/yoga-evening/2026-09-07
  a class and date  yoga-evening 2026-09-07
  a date            2026-09-07    all classes of that day, at every location
  a location's day  mitte/2026-09-07

`*` stands for anything in the name of a class. PATH is as in the other commands.

A moved class is found by its original date and by the date that it was moved to.

\b
Examples:
  reconciler explain 2026-12-24
  reconciler explain 'yoga-*/2026-09-07'
  reconciler explain yoga-evening 2026-09-07 schedules/autumn.yaml
"""


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The classes of the project that begin like this; files behind them. Never fails, never speaks."""
    from reconciler.cli.stop import Stop
    from reconciler.cli.workspace import open_workspace

    if context.params.get(str(parameter.name)):
        return [CompletionItem(incomplete, type="file")]
    try:
        schedule = open_workspace((), settings_of(context)).schedule
    except (Stop, OSError):
        return []
    timetables = schedule.timetables if schedule else ()
    addresses = [f"{one.location.key}/{group.id}" for one in timetables for group in one.classes]
    ids = [address.partition("/")[2] for address in addresses]
    return [CompletionItem(name) for name in (*addresses, *ids) if name.startswith(incomplete)]


@click.command("explain", help=HELP)
@click.argument("words", nargs=-1, required=True, metavar="QUESTION [PATH]...", shell_complete=_complete)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@global_flags
@click.pass_context
def command(context: click.Context, words: tuple[str, ...], form: str) -> int:
    """See HELP."""
    from reconciler import render
    from reconciler.cli.explaining import answer_to, horizons_around
    from reconciler.cli.options import Scope
    from reconciler.cli.planning import desired
    from reconciler.cli.question import question_in
    from reconciler.cli.workspace import open_workspace
    from reconciler.render.explain_text import explain_to_text
    from reconciler.render.explain_view import explain_view

    settings = settings_of(context)
    question, paths = question_in(words)
    workspace = open_workspace(paths, settings)
    horizons = horizons_around(question.day, workspace.schedule)
    wanted = desired(workspace, Scope(), settings, horizons)
    answer = answer_to(question, wanted.schedule, wanted.expansion, horizons)
    names = {timetable.location.key: timetable.names for timetable in wanted.schedule.timetables}
    view = explain_view(answer, wanted.findings, names)
    if form == "json":
        write_json(render.to_json({**view}))
    else:
        write(explain_to_text(view, workspace.texts(), style_of(settings, sys.stdout)))
    return Exit.DONE
