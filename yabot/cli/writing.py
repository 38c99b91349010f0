"""`yabot content` and `yabot story`: what writers need."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.content import ContentError, load_content
from yabot.cli.output import Json, console, errors, say_json

content = typer.Typer(help="The content pack.", no_args_is_help=True)


@content.command("check")
def check_content(
    folder: Annotated[Path, typer.Argument(help="Folder of the content pack.", exists=True, file_okay=False)],
    json: Json = False,
) -> None:
    """Reads a content folder as the program would, and names whatever is wrong with file and line."""
    try:
        pack = load_content(folder)
    except ContentError as wrong:
        if json:
            say_json({"ok": False, "problems": wrong.problems})
        else:
            errors.print(str(wrong), markup=False)
        raise typer.Exit(1) from None
    counts = {
        "missions": len(pack.missions),
        "achievements": len(pack.achievements),
        "items": len(pack.items),
        "stories": len(pack.stories),
    }
    if json:
        say_json({"ok": True, "hash": pack.hash, **counts})
    else:
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        console.print(f"all is well: {told}; content {pack.hash[:12]}", markup=False)
