"""`reconciler schema`: the JSON Schemas, for editors and for checks of one's own."""

from __future__ import annotations

from typing import Literal

import click

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags
from reconciler.cli.output import write_json

HELP = """Print a JSON Schema: of schedule files (the default), of the project file, or of plans.

Put this line first in a schedule file, and your editor completes and explains every key:

\b
  # yaml-language-server: $schema=schedule.schema.json

\b
Example:
  reconciler schema schedule > schedule.schema.json
"""


@click.command("schema", help=HELP)
@click.argument("which", type=click.Choice(["schedule", "project", "plan"]), default="schedule")
@global_flags
def command(which: Literal["schedule", "project", "plan"]) -> int:
    """See HELP."""
    from reconciler.load.schema import schema_text

    write_json(schema_text(which))
    return Exit.DONE
