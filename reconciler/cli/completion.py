"""`reconciler completion`: the script that lets a shell complete commands and flags."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from reconciler.cli.exits import Exit
from reconciler.cli.flags import global_flags
from reconciler.cli.output import write

HELP = """Print the completion script of a shell.

\b
Install it for good:
  bash:  reconciler completion bash > ~/.local/share/bash-completion/completions/reconciler
  zsh:   reconciler completion zsh > "${fpath[1]}/_reconciler"
  fish:  reconciler completion fish > ~/.config/fish/completions/reconciler.fish
"""


@click.command("completion", help=HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@global_flags
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """See HELP."""
    kind = get_completion_class(shell)
    assert kind is not None, "the argument allows known shells only"
    completion = kind(context.find_root().command, {}, "reconciler", "_RECONCILER_COMPLETE")
    # bash is not asked for its version here: the script may be meant for another machine.
    write(completion.source_template % completion.source_vars())
    return Exit.DONE
