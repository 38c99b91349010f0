"""docs/read-models.md names every table and every column."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Table

from projections.registry import all_projections

PAGE = (Path(__file__).parents[2] / "docs" / "read-models.md").read_text(encoding="utf-8")
LINES = {found.group(1): found.group(0) for found in re.finditer(r"^\| `(\w+)` \|.*$", PAGE, re.MULTILINE)}
TABLES = [table for projection in all_projections() for table in projection.tables]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_documented_with_all_its_columns(table: Table) -> None:
    told = re.findall(r"`(\w+)`", LINES[table.name].split("|")[3])
    assert [column.name for column in table.columns if column.name not in told] == []


def test_no_table_is_documented_that_does_not_exist() -> None:
    assert LINES.keys() == {table.name for table in TABLES}
