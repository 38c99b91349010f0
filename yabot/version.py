"""Which release this is."""

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("yabot")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0+checkout"


VERSION = _version()
