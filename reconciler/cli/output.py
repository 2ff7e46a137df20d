"""Streams: results to stdout, words about the work to stderr, colour and width where they fit."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reconciler.cli.settings import Settings

if TYPE_CHECKING:
    from reconciler.model.diagnostic import Diagnostic
    from reconciler.render import Style

NARROWEST, WIDEST = 40, 200
PLAIN_WIDTH = 100
"""Columns of a text that goes to a file or a pipe."""
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def write(text: str) -> None:
    """Put a result on stdout, whatever characters it holds and whatever stdout can show.

    A reader that went away has seen enough: what is left to do is done all the same.

    Raises:
        OSError: when the disk behind stdout is full.
    """
    stream = sys.stdout
    _forgiving(stream)
    try:
        stream.write(text if text.endswith("\n") or not text else text + "\n")
        stream.flush()
    except BrokenPipeError:
        drop_stdout()


def drop_stdout() -> None:
    """Send what is still in stdout's buffer, and all that follows, to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_json(text: str) -> None:
    """Put JSON on stdout; what stdout cannot show becomes an escape of JSON, so that it stays JSON."""
    write(_FOREIGN.sub(_escaped, text) if plain_ascii(sys.stdout) else text)


def write_html(text: str) -> None:
    """Put HTML or Markdown on stdout; what stdout cannot show becomes a character reference."""
    write(text.encode("ascii", "xmlcharrefreplace").decode() if plain_ascii(sys.stdout) else text)


def writer_of(form: str) -> Callable[[str], None]:
    """What puts a format on stdout."""
    return {"json": write_json, "gitlab": write_json, "html": write_html, "markdown": write_html}.get(
        form, write
    )


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def note(text: str, settings: Settings) -> None:
    """Say something about the work on stderr, unless told to be quiet."""
    if not settings.quiet:
        _say(text)


def complain(summary: str, *, detail: str = "", hint: str = "") -> None:
    """Say why a command ends: what, why, what to do next."""
    from reconciler.render.escape import for_terminal

    lines = [(f"error: {for_terminal(summary)}", "  ")]
    lines += [(f"  {for_terminal(line)}", "  ") for line in detail.splitlines()]
    if hint:
        lines.append((f"  help: {for_terminal(hint)}", "    "))
    _say("\n".join(_folded(*line) for line in lines))


def recite(text: str) -> None:
    """Put on stderr what a machine will read, as it is."""
    from reconciler.render.escape import for_terminal

    _say("\n".join(map(for_terminal, text.splitlines())))


def _folded(text: str, margin: str) -> str:
    """On a terminal in lines of its width; a log has its own."""
    if not sys.stderr.isatty():
        return text
    from reconciler.cli.folding import folded

    return folded(text, width_of(sys.stderr, os.environ), margin)


def style_of(settings: Settings, stream: TextIO, *, expand: bool = False, by: str | None = None) -> Style:
    """How text is drawn on a stream."""
    from reconciler.render import Style

    return Style(
        width=width_of(stream, settings.variables),
        color=wants_color(settings, stream),
        expand=expand,
        ascii_only=plain_ascii(stream),
        terminal=stream.isatty() or "COLUMNS" in settings.variables,
        by=by or "",
    )


def report_findings(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], settings: Settings
) -> None:
    """Show findings on stderr, with the lines that they are about."""
    if diagnostics:
        from reconciler.render import diagnostics_to_text

        _say(diagnostics_to_text(diagnostics, sources, style_of(settings, sys.stderr)).rstrip("\n"))


def write_file(path: Path, text: str) -> None:
    """Write a result to a file that only its owner can read, whole or not at all."""
    from reconciler.cli.state import write_whole

    write_whole(path, text)


def wants_color(settings: Settings, stream: TextIO) -> bool:
    """Whether to use colours on a stream: the flag, then the usual variables, then the terminal."""
    if settings.color != "auto":
        return settings.color == "always"
    variables: Mapping[str, str] = settings.variables
    if variables.get("NO_COLOR"):
        return False
    if variables.get("FORCE_COLOR") or variables.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return variables.get("CLICOLOR") != "0" and is_live(stream, variables)


def width_of(stream: TextIO, variables: Mapping[str, str]) -> int:
    """Columns to fill: COLUMNS, or those of the terminal, or a fixed number where there is none."""
    if not stream.isatty() and "COLUMNS" not in variables:
        return PLAIN_WIDTH
    return max(NARROWEST, min(WIDEST, _columns_of(stream, variables)))


def _columns_of(stream: TextIO, variables: Mapping[str, str]) -> int:
    asked = variables.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked[:6]):
        return int(asked[:6])
    try:
        # stderr may be a terminal although stdout is none.
        return os.get_terminal_size(stream.fileno()).columns or PLAIN_WIDTH
    except OSError:
        return PLAIN_WIDTH


def in_ci(variables: Mapping[str, str]) -> bool:
    """Whether a machine runs it, which may well pretend to be a terminal: its log is read as lines."""
    return variables.get("CI", "").lower() not in ("", "0", "false", "no")


def is_live(stream: TextIO, variables: Mapping[str, str]) -> bool:
    """Whether a line that was shown can be drawn again."""
    return stream.isatty() and variables.get("TERM") != "dumb" and not in_ci(variables)


def plain_ascii(stream: TextIO) -> bool:
    """Whether the stream can only show ASCII."""
    return (stream.encoding or "ascii").lower().replace("-", "") not in ("utf8", "utf16", "utf32")


def _say(text: str) -> None:
    _forgiving(sys.stderr)
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (BrokenPipeError, OSError):
        # Nobody listens to our remarks: that is no reason to stop the work.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _forgiving(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
