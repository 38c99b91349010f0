"""What a check of a story found, for people and for programs."""

from typing import Any

from adapters.ink.check import StoryReport
from yabot.cli.output import say


def as_json(report: StoryReport) -> dict[str, Any]:
    """Every problem with its language, knot and line."""
    problems = [
        {
            "language": each.language,
            "knot": each.knot,
            "line": each.line,
            "what": each.what,
            "warning": each.warning,
        }
        for each in report.problems
    ]
    return {"ok": report.ok, "steps": report.steps, "knots": len(report.knots), "problems": problems}


def say_report(report: StoryReport) -> None:
    """A line for each problem, and what was walked."""
    for problem in report.problems:
        say(
            f"note   {problem}" if problem.warning else f"wrong  {problem}",
            style="yellow" if problem.warning else "red",
        )
    walked = f"{report.steps:,} steps came by {len(report.knots & report.all_knots)} of {len(report.all_knots)} knots"
    say(f"All is well: {walked}." if report.ok else f"This story can't be published yet; {walked}.")
