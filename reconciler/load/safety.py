"""What is promised about bookings and surplus classes: only what this version keeps.

Takes a file; classes are created and never changed or cancelled, so a file that wants more is told.
"""

from __future__ import annotations

from reconciler.load.scope import FileScope

_KEPT = {"with_bookings": ("never", "ask"), "surplus": ("report",)}


def check_safety(scope: FileScope) -> None:
    """Report what a file asks for and nobody does yet."""
    root = scope.document.root
    protect = root.get("protect") or {}
    for path, said in (
        (("protect", "with_bookings"), protect.get("with_bookings")),
        (("surplus",), root.get("surplus")),
    ):
        key = path[-1]
        if said is not None and said not in _KEPT[key]:
            scope.wrong(
                "CHK085",
                path,
                f"`{key}: {said}` is more than this version does",
                detail="It creates classes; what is there is only reported, never changed or cancelled.",
                hint=f"write {_KEPT[key][0]}, and change the class in the booking system",
            )
