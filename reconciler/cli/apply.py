"""`reconciler apply`: create exactly what a plan shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags, settings_of
from reconciler.cli.options import Scope, target_options, window_options
from reconciler.cli.stop import Stop

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
    tags: tuple[str, ...],
) -> int:
    """See HELP."""
    from reconciler.cli.applying import apply_plan
    from reconciler.cli.planfile import read_plan_file
    from reconciler.cli.planning import PlanWish
    from reconciler.cli.saved import refuse_comparison, same_environment, wish_of

    settings = settings_of(context)
    scope = Scope(
        first=first,
        last=last,
        season=season,
        locations=locations,
        targets=targets,
        excludes=excludes,
        tags=tags,
    )
    wish = PlanWish(
        paths=paths, scope=scope, max_creates=max_creates, allow_empty=allow_empty, details=details
    )
    if not (len(paths) == 1 and paths[0].lower().endswith(".json")):
        return apply_plan(wish, None, settings, approved=auto_approve, as_json=as_json)
    saved = read_plan_file(settings.folder / paths[0])
    if wish.scope != Scope() or details or max_creates is not None or allow_empty:
        raise Stop(
            Exit.USAGE,
            "a saved plan is carried out as it is: it takes no planning options",
            hint="plan again with these options, and apply that plan",
        )
    refuse_comparison(saved)
    settings = replace(settings, environment=same_environment(saved, settings))
    return apply_plan(wish_of(saved), saved, settings, approved=True, as_json=as_json)
