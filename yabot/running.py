"""What a running `yabot dev` leaves in its folder, so that scripts and the command line find it."""

import json
import os
from pathlib import Path
from typing import Any

DEV_FILE = "dev.json"


def running_dev(folder: Path) -> dict[str, Any] | None:
    """What the `yabot dev` that runs in `folder` says of itself; None where none runs, or it was killed."""
    try:
        facts: dict[str, Any] = json.loads((folder / DEV_FILE).read_text())
        os.kill(facts["pids"]["yabot"], 0)
    except (FileNotFoundError, NotADirectoryError, ProcessLookupError):
        return None
    except PermissionError:  # of kill: it runs, and is another user's
        return facts
    return facts
