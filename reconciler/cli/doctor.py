"""`reconciler doctor`: are the surroundings right? Each line ok, warn or fail, with the remedy."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from reconciler.cli.checkup import (
    Check,
    clock_check,
    folder_check,
    git_check,
    proxy_check,
    refused,
    skew_check,
    token_checks,
    zone_check,
)
from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.output import write, write_json
from reconciler.cli.stop import Stop

if TYPE_CHECKING:
    from reconciler.altegio import Exchange
    from reconciler.cli.settings import Settings
    from reconciler.cli.workspace import Workspace
    from reconciler.load import Environment
    from reconciler.model.schedule import Location

HELP = """Check what a run depends on: files, clock, zone data, tokens, proxy, folders, git, and the
booking system itself. Nothing is written, no token is shown.

PATH is as in the other commands. Each location is asked for its name and zone, once; --offline
asks nobody.

\b
Examples:
  reconciler doctor
  reconciler --env production doctor
  reconciler doctor --offline --format json

Exit statuses: 0 nothing failed (there may be warnings), 1 something failed.
"""


@click.command("doctor", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--offline", is_flag=True, help="Do not ask the booking system.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@global_flags
@click.pass_context
def command(context: click.Context, paths: tuple[str, ...], *, offline: bool, form: str) -> int:
    """See HELP."""
    from reconciler import render

    settings = settings_of(context)
    checks = list(_checks(paths, settings, offline=offline))
    failed = any(check.state == "fail" for check in checks)
    if form == "json":
        view = {
            "format_version": "1.0",
            "ok": not failed,
            "checks": [check._asdict() for check in checks],
        }
        write_json(render.to_json(view))
    else:
        write("".join(_lines(checks, settings)))
    return Exit.ERROR if failed else Exit.DONE


def _checks(paths: Sequence[str], settings: Settings, *, offline: bool) -> Iterator[Check]:
    from reconciler.cli.workspace import STATE_FOLDER, open_workspace

    yield zone_check(datetime.now(UTC))
    try:
        workspace = open_workspace(paths, settings)
        environment = workspace.environment(settings)
    except Stop as stop:
        yield refused("files", stop)
        return
    files = len(workspace.sources)
    if workspace.schedule is None:
        yield Check("files", "fail", f"{files} read, and something is wrong with them", "reconciler validate")
    else:
        yield Check("files", "ok", f"{files} read; environment {environment.name}")
    clock = clock_check(environment, settings.variables)
    yield clock
    tokens = list(token_checks(environment, settings.variables))
    yield from tokens
    yield proxy_check(environment)
    yield folder_check(workspace.root / STATE_FOLDER)
    yield git_check(workspace.root, STATE_FOLDER)
    if environment.is_sandbox:
        yield Check("reach", "ok", "the sandbox is part of this program")
    elif offline:
        yield Check("reach", "ok", "not asked (--offline)")
    elif any(check.state == "fail" for check in (clock, *tokens)):
        yield Check("reach", "warn", "not asked, for the above would keep it from answering")
    else:
        yield from _reach(workspace, environment, settings)


def _reach(workspace: Workspace, environment: Environment, settings: Settings) -> Iterator[Check]:
    """Ask every location for its name: that tells tokens, rights, ids, zones and the clock."""
    from reconciler.altegio import AltegioError, ReadClient, make_pacer
    from reconciler.altegio.settings import Timing
    from reconciler.cli.session import system_of
    from reconciler.cli.settings import read_tokens

    dates: list[str] = []

    def heard(exchange: Exchange) -> None:
        dates.append(exchange.date)

    try:
        system = system_of(environment, environment.api, read_tokens(settings.variables))
        with ReadClient(system, pacer=make_pacer(system.pace, Timing()), observe=heard) as reader:
            for location in _locations(workspace):
                try:
                    facts = reader.location(location.id)
                except AltegioError as error:
                    yield _unreached(location.key, error)
                    continue
                yield _reached(location.key, location.timezone, facts.title, facts.timezone)
    except AltegioError as error:
        yield _unreached("booking system", error)
    skew = skew_check(dates[-1], datetime.now(UTC)) if dates else None
    if skew is not None:
        yield skew


def _locations(workspace: Workspace) -> Sequence[Location]:
    """All that the files name; none if they are wrong."""
    return [each.location for each in workspace.schedule.timetables] if workspace.schedule else []


def _unreached(name: str, error: object) -> Check:
    from reconciler.altegio import AltegioError

    assert isinstance(error, AltegioError)
    return Check("reach", "fail", f"{name}: {error}", error.hint)


def _reached(key: str, zone: str, title: str, told: str | None) -> Check:
    if told is not None and told != zone:
        remedy = "correct `timezone` in the files, or the location's settings in the booking system"
        return Check("reach", "warn", f"{key}: the booking system says {told}, the files {zone}", remedy)
    return Check("reach", "ok", f'{key}: "{title}"' + (f", {told}" if told else ""))


def _lines(checks: Sequence[Check], settings: Settings) -> Iterator[str]:
    from reconciler.cli.folding import folded
    from reconciler.cli.output import style_of
    from reconciler.render.escape import for_terminal
    from reconciler.render.layout import GREEN, RED, YELLOW, painted

    colours = {"ok": GREEN, "warn": YELLOW, "fail": RED}
    style = style_of(settings, sys.stdout)
    columns = style.columns if style.terminal else sys.maxsize
    width = max(len(check.name) for check in checks)
    margin = " " * (width + 8)
    for check in checks:
        head = f"{check.state.ljust(4)}  {check.name.ljust(width)}  "
        text = folded(head + for_terminal(check.text), columns, margin)
        yield f"{painted(check.state, colours[check.state], style)}{text[len(check.state) :]}\n"
        if check.remedy:
            yield folded(f"{margin}-> {for_terminal(check.remedy)}", columns, f"{margin}   ") + "\n"
