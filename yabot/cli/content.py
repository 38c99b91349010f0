"""`yabot content`: what writers of content need."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from adapters.content import ContentError, load_content
from yabot.cli.language import Language, spoken_here
from yabot.cli.output import Json, say, say_json

content = typer.Typer(help="The content pack: missions, achievements, items, stories.", no_args_is_help=True)


@content.callback()
def _group() -> None:
    """The content pack: missions, achievements, items, stories."""


@content.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of the content pack.", exists=True, file_okay=False)],
    language: Language = None,
    json: Json = False,
) -> None:
    """Reads a content folder as the program would, and names whatever is wrong with file and line."""
    try:
        pack = load_content(folder)
    except ContentError as wrong:
        spoken = spoken_here(language)
        if json:
            problems = [{**asdict(each), "message": each.said(spoken)} for each in wrong.problems]
            say_json({"ok": False, "problems": problems})
        else:
            say("\n".join(each.in_language(spoken) for each in wrong.problems), style="red")
        raise typer.Exit(1) from None
    counts = {
        "missions": len(pack.missions),
        "achievements": len(pack.achievements),
        "items": len(pack.items),
        "offers": len(pack.store),
        "recipes": len(pack.recipes),
        "deductions": len(pack.deductions),
        "plans": len(pack.plans),
        "stories": len(pack.stories),
    }
    if json:
        say_json({"ok": True, "hash": pack.hash, **counts})
    else:
        told = ", ".join(f"{count} {name if count != 1 else SINGULAR[name]}" for name, count in counts.items())
        say(f"All is well: {told}. Content {pack.hash[:12]}.")


SINGULAR = {
    "missions": "mission",
    "achievements": "achievement",
    "items": "item",
    "offers": "offer",
    "recipes": "recipe",
    "deductions": "deduction",
    "plans": "plan",
    "stories": "story",
}
