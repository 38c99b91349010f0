"""Every command can be given: over HTTP, in Telegram, by the program itself, as a reaction or a timer."""

import ast
from collections.abc import Iterator

from commands.registry import handlers_in, package_modules
from tests.architecture.tree import ROOT, modules

NO_DOORS = {"commands/gamification.py", "yabot/demo.py"}
"""Who gives commands, but not by somebody's wish: a face for other programs' code, and the demo."""


def test_every_command_has_a_door() -> None:
    commands = {command.__name__ for command in handlers_in(package_modules("commands"))}
    assert commands
    assert sorted(commands - set(_made())) == []


def _made() -> Iterator[str]:
    """The names of what is made in the rooms that give commands."""
    for path in modules("commands", "adapters", "yabot"):
        if str(path.relative_to(ROOT)) not in NO_DOORS:
            for node in ast.walk(ast.parse(path.read_text(), str(path))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield node.func.id
