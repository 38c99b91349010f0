"""The files of this package, found by looking: an event is known by its name once its file has been imported."""

import importlib
import pkgutil
from types import ModuleType

import domain


def topic_modules() -> list[ModuleType]:
    """Every file of this package, imported. Whoever asks for an event by its name calls this first."""
    return [importlib.import_module(f"domain.{each.name}") for each in pkgutil.iter_modules(domain.__path__)]
