"""The SQL control tables' version, and bringing it up to date with Alembic."""

import re
from functools import cache
from importlib.resources import files

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import Connection

from adapters.sqlite.connections import database_file, writer


class Unmigrated(Exception):
    """The control tables are older than this release; `yabot migrate` brings them up to date."""


class NewerStore(Exception):
    """The control tables were made by a newer release than this one."""


@cache
def newest_version() -> str:
    """The last migration that this release brings, such as `0001`."""
    names = (entry.name for entry in files("migrations.sql").joinpath("versions").iterdir())
    return max(found.group() for name in names if (found := re.match(r"\d{4}", name)))


def present_version(connection: Connection) -> str | None:
    """The version of the control tables in this database; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def upgrade(url: str) -> bool:
    """Brings the control tables up to date; whether there was anything to do. Raises NewerStore."""
    path = database_file(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = writer(path)
    try:
        return upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> bool:
    """The same over an engine that can write."""
    with engine.connect() as connection:
        present = present_version(connection)
        connection.rollback()
    if present is not None and present >= newest_version():
        _refuse_newer(present)
        return False
    # Alembic takes a fifth of a second to import: only when it has something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations.sql")))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def check(connection: Connection) -> None:
    """Raises Unmigrated or NewerStore unless the control tables are those of this release."""
    present = present_version(connection)
    if present is None or present < newest_version():
        raise Unmigrated(f"read models: control tables at {present}, needed {newest_version()}; run `yabot migrate`")
    _refuse_newer(present)


def _refuse_newer(present: str) -> None:
    if present > newest_version():
        raise NewerStore(f"read models: control tables at {present}, this release knows {newest_version()}")
