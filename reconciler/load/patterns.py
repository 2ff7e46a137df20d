"""Which patterns of file names may be followed: those that stay in the project's folder."""

from __future__ import annotations

import re

SUFFIXES = (".yaml", ".yml")
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def refusal(pattern: str) -> str:
    """Why a pattern must not be followed, "" if it may."""
    if not pattern or "\0" in pattern:
        return "it is empty or broken"
    if _REMOTE.match(pattern):
        return "it is an address or names a drive, and only files of the project are read"
    if "\\" in pattern:
        return "folders are separated by forward slashes"
    if pattern.startswith(("/", "~")):
        return "it does not start in the project folder"
    parts = pattern.split("/")
    if ".." in parts:
        return "it leads out of the project folder"
    if any("**" in part and part != "**" for part in parts):
        return "** stands for whole folders only"
    if "*" not in parts[-1] and not parts[-1].endswith(SUFFIXES):
        return "only .yaml and .yml files are read"
    return ""
