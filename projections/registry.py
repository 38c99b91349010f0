"""Finds every projection of this package: whoever adds a file adds a read model."""

import importlib
import pkgutil

import projections
from projections.projection import Projection


def all_projections() -> list[Projection]:
    """One of each, by name."""
    found: list[Projection] = []
    for module in pkgutil.iter_modules(projections.__path__):
        members = vars(importlib.import_module(f"projections.{module.name}")).values()
        found.extend(
            member()
            for member in members
            if isinstance(member, type)
            and issubclass(member, Projection)
            and member is not Projection
            and member.__module__ == f"projections.{module.name}"
        )
    return sorted(found, key=lambda projection: projection.name)
