"""Who may import whom, and what an import may do."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, Import, imports, modules

DECLARATIONS = {
    *("Table", "Column", "MetaData", "Index", "ForeignKey", "PrimaryKeyConstraint", "UniqueConstraint"),
    *("CheckConstraint", "JSON", "BigInteger", "Boolean", "Date", "DateTime", "Float", "Integer", "LargeBinary"),
    *("SmallInteger", "String", "Text", "Time", "TypeDecorator", "Dialect"),
}
"""What a projection may take from SQLAlchemy: a table is a declaration."""

NOT_FOR_QUERIES = {
    *("create_engine", "create_mock_engine", "Engine", "insert", "update", "delete", "text", "MetaData", "DDL"),
}
WRITING_PARTS = ("sqlalchemy.orm", "sqlalchemy.ext", "sqlalchemy.dialects", "sqlalchemy.schema", "sqlalchemy.pool")

IMPORTS_EVERYTHING = Path(__file__).with_name("import_everything.py")


def test_the_import_contracts_are_kept() -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("room", ["domain", "commands"])
def test_rules_know_only_pydantic_and_the_library_s_aggregates(room: str) -> None:
    assert not [
        f"{each.place} {each.module}"
        for each in _from_outside(room)
        if each.package != "pydantic" and each.module != "eventsourcing.domain"
    ]


def test_projections_only_declare_tables() -> None:
    assert not [
        f"{each.place} {each.module} {each.name}"
        for each in _from_outside("projections")
        if each.package != "sqlalchemy" or each.name not in DECLARATIONS
    ]


def test_queries_only_read() -> None:
    assert not [
        f"{each.place} {each.module} {each.name}"
        for each in _from_outside("queries")
        if each.package not in ("sqlalchemy", "pydantic")
        or (each.module == "sqlalchemy" and each.name in {"", *NOT_FOR_QUERIES})
        or each.module.startswith(WRITING_PARTS)
    ]


def test_only_the_program_itself_imports_the_program() -> None:
    others = [room for room in ROOMS if room != "yabot"]
    assert not [each.place for each in imports(*others) if each.package in ("yabot", "tests", "benchmarks")]


def test_package_files_are_empty() -> None:
    assert not [str(path) for path in modules(*ROOMS, "migrations") if path.name == "__init__.py" and path.read_text()]


@pytest.mark.timeout(300)
def test_importing_the_whole_program_connects_to_nothing_reads_nothing_and_starts_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", IMPORTS_EVERYTHING, *ROOMS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def _from_outside(room: str) -> Iterator[Import]:
    """The room's imports that are neither the standard library nor ours."""
    known = sys.stdlib_module_names.union(ROOMS)
    return (each for each in imports(room) if each.package not in known)
