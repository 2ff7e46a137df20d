"""What can be wrong before a stand-in serves: its fixtures, or its database."""

from __future__ import annotations


class FixtureError(Exception):
    """Fixtures of a wrong shape; `path` reads like `locations[0].staff[2].works.mon`."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class StoreError(Exception):
    """The database cannot be used; the message says which one, why, and what to do."""
