"""An Ink source that nobody has vouched for, compiled so that it can name no file but itself.

The compiler is given the source without its comments. So what is searched for INCLUDE is all that the compiler sees,
however a compiler reads comments: `INC/* x */LUDE` is an INCLUDE to it, and so is `INCLUDEx`.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.ink.compile import CannotCompile, compile_ink

_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_ODD_IN_NAMES = re.compile(r"[^\w.-]+")
LONGEST_NAME = 60
"""Characters of a file's name that are kept: with four bytes each, a file system takes them."""


def compile_alone(name: str, text: str) -> str:
    """The compiled JSON of a source, which its writer calls `name`. Raises CannotCompile."""
    alone = without_comments(text)
    if "INCLUDE" in alone:
        raise CannotCompile("a draft can't INCLUDE other files; export it from Inky as JSON")
    with TemporaryDirectory() as folder:
        source = Path(folder) / _ODD_IN_NAMES.sub("_", name)[-LONGEST_NAME:]
        source.write_text(alone, encoding="utf-8", newline="\n")
        try:
            return compile_ink(source)
        except CannotCompile as error:
            raise CannotCompile(str(error).replace(f"{source.resolve().parent}/", "")) from error


def without_comments(text: str) -> str:
    """The source with its comments taken out, and each line where it was. What is left makes no new ones: a slash
    before a comment begins one itself."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), lines)
