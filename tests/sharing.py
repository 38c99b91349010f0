"""How the files of the suite are shared out among the workers of pytest-xdist."""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadFileScheduling

ONE_COMMUNITY = "dev_process"


class Sharing(LoadFileScheduling):
    """Whole files, as they come; all that use the one `yabot dev` go to one worker, so that it is started once."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return ONE_COMMUNITY if _uses_the_community(self.config.rootpath / file) else file


@cache
def _uses_the_community(file: Path) -> bool:
    return ONE_COMMUNITY in file.read_text(encoding="utf-8")
