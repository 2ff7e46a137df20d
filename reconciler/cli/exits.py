"""The exit statuses, named. They are a contract: documented in docs/exit-statuses.md, and tested."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command tells the shell."""

    DONE = 0
    """Done, or nothing to do."""
    ERROR = 1
    """An error; nothing was written."""
    CHANGES = 2
    """Changes are present; only with `--detailed-exitcode`."""
    STALE = 3
    """The saved plan is stale, changed, expired or already applied; nothing was written."""
    PARTIAL = 4
    """Applied in part; every outcome is known."""
    UNKNOWN = 5
    """An outcome is unknown, or a duplicate was found: a person must look."""
    GUARD = 6
    """A guard refused; nothing was written."""
    USAGE = 64
    """Wrong usage of the command."""
    INVALID = 65
    """The schedule is invalid."""
    DEFECT = 70
    """A defect in this program."""
    TRY_LATER = 75
    """Try again later: a lock is held, or the booking system is busy or out of reach."""
    NOT_ALLOWED = 77
    """The tokens are missing, wrong, or do not allow this."""
    HUNG_UP = 129
    """Its terminal was closed; stopped cleanly."""
    INTERRUPTED = 130
    """Interrupted by Ctrl-C; stopped cleanly."""
    TERMINATED = 143
    """Terminated by a signal; stopped cleanly."""
