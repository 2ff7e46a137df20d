"""The seats that a class has by its service: where nobody says a number, and at most."""

from __future__ import annotations

from dataclasses import replace

from reconciler.load.scope import FileScope
from reconciler.model.schedule import Settings


def with_seats(scope: FileScope, settings: Settings, said: Settings) -> Settings:
    """Take the seats from the service, where one is named and neither class nor defaults say how many."""
    if settings.service_id is None or settings.capacity is not None or said.capacity is not None:
        return settings
    return replace(settings, capacity=scope.catalog.seats.get(settings.service_id))


def within_service(scope: FileScope, settings: Settings, own: Settings) -> Settings:
    """A number of seats that the class does not say itself never goes beyond those of its service."""
    most = scope.catalog.seats.get(settings.service_id or 0)
    if own.capacity is not None or most is None or (settings.capacity or 0) <= most:
        return settings
    return replace(settings, capacity=most)
