"""`make bench`: every figure in one run, beside the limit or a peer measured in the same run.

Each module of this package with a `run(quick) -> Figures` is a benchmark. Ratios are what to quote: machines differ,
and the same machine differs from hour to hour.
"""

import argparse
import importlib
import json
import pkgutil
import platform
import sys
import time
from pathlib import Path

import benchmarks
from benchmarks.figures import Figure


def main() -> int:
    """Runs the benchmarks named on the command line, or all. Exit code 1 if a figure misses its goal."""
    arguments = _arguments()
    found: dict[str, list[Figure]] = {}
    for name in arguments.names or _all():
        print(f"\n{name}", flush=True)
        began = time.perf_counter()
        found[name] = importlib.import_module(f"benchmarks.{name}").run(quick=arguments.quick)
        for figure in found[name]:
            print(f"  {figure}", flush=True)
        print(f"  ({time.perf_counter() - began:.0f} s)", flush=True)
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(_report(found), indent=2, ensure_ascii=False))
    missed = [f"{name}: {figure.name}" for name, figures in found.items() for figure in figures if figure.missed]
    if missed:
        print("\nNot reached: " + "; ".join(missed))
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(_all())}; all by default")
    parser.add_argument("--quick", action="store_true", help="shorter runs, rougher figures")
    parser.add_argument("--json", metavar="FILE", help="writes the figures here as well")
    return parser.parse_args()


def _all() -> list[str]:
    return [
        name
        for _, name, _ in pkgutil.iter_modules(benchmarks.__path__)
        if name not in ("__main__", "figures", "scene", "serving")
    ]


def _report(found: dict[str, list[Figure]]) -> dict[str, object]:
    return {
        "machine": {"system": platform.platform(), "python": platform.python_version()},
        "figures": {name: [figure.as_json() for figure in figures] for name, figures in found.items()},
    }


if __name__ == "__main__":
    sys.exit(main())
