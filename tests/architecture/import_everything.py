"""Imports every module of the packages named as arguments, and fails when one of them does more than define things.

Run as a program of its own by test_layers.py, since an audit hook can't be taken out again.
"""

import importlib
import pkgutil
import sys
import threading
from pathlib import Path

ROOT = str(Path(__file__).parents[2])
sys.path.insert(0, ROOT)
FORBIDDEN = {"socket.connect", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system", "os.fork", "os.mkdir"}
CODE = (".py", ".pyc", ".so")

importing = ""
deeds: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Notes what may not happen now. Libraries may read their own files; we read none at import."""
    if event in FORBIDDEN:
        deeds.append(f"{importing}: {event} {arguments!r}")
    elif event == "open":
        path = str(arguments[0])
        if path.startswith(ROOT) and "/site-packages/" not in path and not path.endswith(CODE) and ".pyc." not in path:
            deeds.append(f"{importing}: reads {path}")


sys.addaudithook(watch)
for package in sys.argv[1:]:
    names = [package]
    names += [module.name for module in pkgutil.walk_packages([str(Path(ROOT, package))], f"{package}.")]
    for importing in names:
        importlib.import_module(importing)
        deeds.extend(f"{importing}: starts {thread.name}" for thread in threading.enumerate()[1:])
sys.exit("\n".join(dict.fromkeys(deeds)) or None)
