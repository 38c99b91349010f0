"""A compiler of Ink for tests: it compiles everything to the same story, and tells what it saw."""

import stat
import sys
from pathlib import Path

COMPILED = Path(__file__).parent / "integration" / "ink" / "paths_es.json"
"""What everything is compiled to."""

PROGRAM = """#!{python}
import json, os, resource, shutil, sys
seen = {{
    "source": open(sys.argv[3], encoding="utf-8").read(),
    "environment": dict(os.environ),
    "beside": os.listdir(),
    "seconds": resource.getrlimit(resource.RLIMIT_CPU)[0],
    "memory": resource.getrlimit(resource.RLIMIT_DATA)[0],
}}
with open({seen!r}, "w", encoding="utf-8") as file:
    json.dump(seen, file)
shutil.copy({compiled!r}, sys.argv[2])
"""


def install_compiler(folder: Path) -> Path:
    """Puts the compiler into a folder. Returns the file in which it tells what it saw, once it has been run."""
    program, seen = folder / "inkjs-compiler", folder / "seen.json"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM.format(python=sys.executable, seen=str(seen), compiled=str(COMPILED)), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return seen
