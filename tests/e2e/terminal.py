"""Runs a command as a person does: on a pseudo-terminal of a given width."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from e2e.rehearsal import command

from reconciler.render.layout import columns

_ON_ITS_TERMINAL = """
import os, sys
os.login_tty(0)  # so that Ctrl-C is a signal
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
_CTRL_C = b"\x03"
_PATIENCE_S = 2.0
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What a terminal got to see."""

    status: int
    text: str
    """As it was sent, colours and all."""

    @property
    def lines(self) -> list[str]:
        """Without colours; a line that was drawn again is one with carriage returns."""
        return _COLOUR.sub("", self.text).replace("\r\n", "\n").split("\n")

    def beyond(self, width: int) -> list[str]:
        """The lines that need more columns."""
        return [line for line in self.lines if columns(line) > width]


def on_a_terminal(
    folder: Path, variables: Mapping[str, str], *arguments: str, width: int = 80, typed: bytes = b""
) -> Screen:
    """Run the command there, and type something when it asks."""
    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
    keeper, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", _ON_ITS_TERMINAL, *command(arguments)[1:]],
        cwd=folder,
        env={"TERM": "xterm", **variables},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown, waits = b"", False
    while True:
        if waits and not select.select([keeper], [], [], _PATIENCE_S)[0]:
            # Between its question and its reading, the interpreter overhears Ctrl-C: press it once more.
            os.write(keeper, _CTRL_C)
            continue
        try:
            chunk = os.read(keeper, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
        if typed and b"Enter a value" in shown:
            os.write(keeper, typed)
            waits, typed = typed == _CTRL_C, b""
    os.close(keeper)
    return Screen(status=process.wait(30), text=shown.decode())
