"""Checks a story that nobody has vouched for, in a process of its own: `python -m adapters.ink.check_apart`.

Even to read a compiled story may take long, or much memory: here, within limits.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from adapters.ink.apart import ENVIRONMENT, ROOT, cause_of_death
from adapters.ink.check import Limits, StoryProblem, StoryReport, check_story
from domain.story_definition import StoryDefinition


def check_apart(
    language: str,
    compiled: str,
    definition: StoryDefinition | None,
    source: str | None,
    limits: Limits,
    earlier: frozenset[str],
) -> StoryReport:
    """What check_story finds of one language; blocks for `3 * limits.seconds` at most.

    That the process died is a problem of the story, too.
    """
    wanted = {
        "compiled": {language: compiled},
        "definition": definition and definition.model_dump(mode="json"),
        "sources": {language: source} if source else None,
        "limits": asdict(limits),
        "earlier": sorted(earlier),
    }
    try:
        ended = subprocess.run(  # our own module
            [sys.executable, "-m", "adapters.ink.check_apart"],
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=3 * limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _died(language, f"reading it took more than {3 * limits.seconds} s")
    if ended.returncode != 0:
        return _died(language, cause_of_death(ended.returncode, ended.stderr, limits))
    told = json.loads(ended.stdout)
    problems = tuple(StoryProblem(**each) for each in told["problems"])
    return StoryReport(problems, told["steps"], frozenset(told["knots"]), frozenset(told["all_knots"]))


def _died(language: str, what: str) -> StoryReport:
    return StoryReport((StoryProblem(language, "", 0, what),), 0, frozenset(), frozenset())


def _report(wanted: dict[str, Any]) -> StoryReport:
    described = wanted["definition"]
    definition = StoryDefinition.model_validate(described) if described else None
    limits, earlier = Limits(**wanted["limits"]), frozenset(wanted["earlier"])
    return check_story(wanted["compiled"], definition, wanted["sources"], limits, earlier)


def main() -> None:
    """Reads what to check from standard input, and answers with one line of JSON."""
    wanted = json.load(sys.stdin)
    limits = wanted["limits"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    report = _report(wanted)
    told = {
        "problems": [asdict(problem) for problem in report.problems],
        "steps": report.steps,
        "knots": sorted(report.knots),
        "all_knots": sorted(report.all_knots),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
