"""The files and imports of this project, as the architecture tests look at them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "commands", "projections", "queries", "adapters", "yabot")


@dataclass(frozen=True)
class Import:
    """`from module import name`, or `import module` with an empty name, and where it stands."""

    module: str
    name: str
    place: str

    @property
    def package(self) -> str:
        """The top-level package."""
        return self.module.partition(".")[0]


def modules(*rooms: str) -> list[Path]:
    """All Python files of these rooms."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def imports(*rooms: str) -> Iterator[Import]:
    """Every import in these rooms, those inside functions too."""
    for path in modules(*rooms):
        for node in ast.walk(ast.parse(path.read_text(), str(path))):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, "", place)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{place}: a relative import"
                for alias in node.names:
                    yield Import(node.module or "", alias.name, place)


def tracked_files() -> list[Path]:
    """The files that are, or are about to be, committed."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = sorted({ROOT / name for name in listing.stdout.split("\0") if name})
    return [path for path in found if path.is_file()]
