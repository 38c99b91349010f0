"""Compiling Ink sources, where a compiler is at hand: inklecate, or inkjs' own. Neither is needed to play."""

import os
import re
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from adapters.ink.compiled import StoryRefused, read_compiled
from adapters.ink.files import sha256

COMPILERS = ("inklecate", "inkjs-compiler")
"""Programs that compile Ink, looked for in this order; both take `-o OUTPUT SOURCE`."""

INSTALLED = Path("node_modules", ".bin")
"""Where `npm install inkjs` puts its compiler, in the folder that it is given in."""

MAX_SECONDS = 60
"""What a compiler may take, by the clock and of the processor."""

MAX_MEMORY = 1_000_000_000
"""Bytes that a compiler may take, and write."""

HANDED_ON = ("PATH", "DOTNET_ROOT")
"""All of our environment that a compiler is told: neither keys nor addresses."""


class CannotCompile(Exception):
    """There is no compiler, or the source has errors. The message is for the writer."""


def compiler_at_hand() -> str | None:
    """The compiler that is used: one on PATH, else one that npm has put into the working folder. None without any."""
    places = (None, str(INSTALLED.resolve()))
    return next((found for place in places for each in COMPILERS if (found := shutil.which(each, path=place))), None)


def compile_ink(source: Path) -> str:
    """The compiled JSON of an `.ink` file. Raises CannotCompile, with the compiler's own words about lines."""
    if (compiler := compiler_at_hand()) is None:
        raise CannotCompile(
            f"{source.name}: no compiler on PATH (looked for {' and '.join(COMPILERS)}), nor one that npm put "
            "here; export the story from Inky as JSON instead, or see docs/story.md"
        )
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "story.json"
        try:
            code, said = _run([str(Path(compiler).absolute()), "-o", str(output), str(source.resolve())], folder)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotCompile(f"{source.name}: {compiler} failed: {error}") from error
        if code != 0 or not output.is_file():
            raise CannotCompile(f"{source.name}: {said or f'{compiler} ended with {code}'}")
        return output.read_text(encoding="utf-8-sig")


def _run(command: list[str], folder: str) -> tuple[int, str]:
    """The exit code of a compiler that knows and takes no more than it needs, begun in `folder`, and what it said.

    Raises OSError and subprocess.TimeoutExpired.
    """
    known = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    most = {
        resource.RLIMIT_CPU: MAX_SECONDS,
        resource.RLIMIT_DATA: MAX_MEMORY,
        resource.RLIMIT_FSIZE: MAX_MEMORY,
        resource.RLIMIT_CORE: 0,
    }
    with subprocess.Popen(  # noqa: S603  # a compiler from the user's own PATH
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=folder,
        env={**known, "HOME": folder, "TMPDIR": folder},
    ) as compiler:
        for limit, value in most.items():
            resource.prlimit(compiler.pid, limit, (value, value))
        try:
            said, _ = compiler.communicate(timeout=MAX_SECONDS)
        except subprocess.TimeoutExpired:
            compiler.kill()
            raise
        return compiler.returncode, said.strip()


def compile_folder(folder: Path) -> list[str]:
    """Compiles every language of a story's folder and notes the hashes in its story.yaml, which may have none yet.

    Without a compiler the exports are taken, if those of the sources that changed have changed too. Returns the
    languages. Raises CannotCompile; then nothing has been written.
    """
    folder = folder.resolve()
    description = folder / "story.yaml"
    sources = {path.name.split(".")[1]: path for path in sorted(folder.glob(f"{folder.name}.*.ink"))}
    if not sources or not description.is_file():
        raise CannotCompile(f"{folder}: needs a story.yaml and {folder.name}.<language>.ink beside it")
    text = description.read_text(encoding="utf-8")
    compiled = {language: _compiled(source, text) for language, source in sources.items()}
    for language, story in compiled.items():
        try:
            hash = read_compiled(story).hash
        except StoryRefused as refused:
            raise CannotCompile(f"{sources[language].name}: {refused}") from refused
        hashes = f"{language}: {{source: {sha256(sources[language])}, compiled: {hash}}}"
        line = rf"(?m)(^languages:[ \t]*\n(?:[ ]+.*\n)*?[ ]+){language}:[ \t]*(?:\{{[^{{}}\n]*\}})?[ \t]*$"
        text, found = re.subn(line, rf"\g<1>{hashes}", text)
        if found != 1:
            raise CannotCompile(f"{description}: under languages it needs a line of its own, `  {language}: {{}}`")
    for language, story in compiled.items():
        (folder / f"{folder.name}.{language}.json").write_text(story, encoding="utf-8")
    description.write_text(text, encoding="utf-8")
    return list(compiled)


def _compiled(source: Path, description: str) -> str:
    """A language's compiled text: compiled now, or exported from what the source is now. Raises CannotCompile."""
    export = source.with_suffix(".json")
    if compiler_at_hand() or not export.is_file():
        return compile_ink(source)
    changed = sha256(source) not in description
    if changed and sha256(export) in description:
        return compile_ink(source)  # which says what there is to do
    return export.read_text(encoding="utf-8-sig")
