"""Imports aiogram in a quarter of the time.

aiogram completes each of its 400 models while it is imported, some four seconds of work, although a bot uses a few
dozen of them. Inside `deferred_models()` they are only told where to find the names that they need; pydantic then
completes each at its first use, as it does for any model with `defer_build`.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel


@contextmanager
def deferred_models() -> Iterator[None]:
    """To be held around the first import of aiogram; does nothing once it has been imported."""
    if "aiogram.types" in sys.modules:
        yield
        return
    own = BaseModel.__dict__["model_rebuild"]

    def remember(cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **_: Any) -> None:
        cls.__pydantic_parent_namespace__ = dict(_types_namespace or {})

    BaseModel.model_rebuild = classmethod(remember)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        BaseModel.model_rebuild = own  # type: ignore[method-assign]
    if "aiogram.methods" in sys.modules:
        _tell_methods()


def _tell_methods() -> None:
    """The methods' fields are of types whose names only `aiogram.types` has all of."""
    from aiogram import methods, types

    names = {name: getattr(types, name) for name in types.__all__}
    for name in methods.__all__:
        method = getattr(methods, name)
        if isinstance(method, type) and issubclass(method, BaseModel):
            method.__pydantic_parent_namespace__ = {**names, **(method.__pydantic_parent_namespace__ or {})}
