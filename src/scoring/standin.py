"""A library loaded without another, which it imports and we never use: a module stands in for that one meanwhile."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class StandInClass(type):
    """The type of what stands for a class of a module: nothing is one before the module is loaded, by whomever."""

    def __instancecheck__(cls, one: object) -> bool:
        """Say whether the class of the module that is loaded says so."""
        loaded = getattr(sys.modules.get(cls.__module__), cls.__name__, cls)
        return loaded is not cls and isinstance(one, loaded)  # while it stands in, it would ask itself


class StandIn(ModuleType):
    """What a library goes on holding: the classes that it asks for while it loads, all else of the true module."""

    def __init__(self, name: str, classes: tuple[str, ...]) -> None:
        super().__init__(name)
        self.__file__ = __file__  # an import of another name says that it is not found here
        self.__dict__.update({one: StandInClass(one, (), {"__module__": name}) for one in classes})

    def __getattr__(self, name: str) -> Any:
        """Give what the true module has, loaded for it; raises AttributeError while this one stands in for it."""
        true = importlib.import_module(self.__name__)
        if true is self:
            raise AttributeError(
                f"what stands in for {self.__name__} has no {name}: name it, too, where {__name__} is used"
            )
        return getattr(true, name)


@contextmanager
def standing_in(name: str, *classes: str) -> Iterator[None]:
    """Let a module that has but these classes be imported by a name meanwhile; none where that is loaded already.

    Asked for anything else meanwhile, it raises AttributeError, and ImportError where that is imported from it.
    Afterwards who imports the name gets the true module, and so does, at the first such use, who holds this one.
    """
    if name in sys.modules:  # nothing to spare
        yield
        return
    sys.modules[name] = StandIn(name, classes)
    try:
        yield
    finally:
        del sys.modules[name]
