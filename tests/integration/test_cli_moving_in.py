"""`yabot import members`, with the sample of its page."""

import re
from pathlib import Path

from tests.dev import ROOT, DevProcess


def test_the_sample_of_the_page_is_imported_once(dev_process: DevProcess, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "moving-in.md").read_text(encoding="utf-8")
    found = re.search(r"```csv\n(.*?)```", page, re.DOTALL)
    assert found is not None
    file = tmp_path / "El foro viejo.csv"
    file.write_text(found[1], encoding="utf-8-sig")

    dry = dev_process.ok("import", "members", file, "--dry-run")
    assert "3 members in UTF-8, 290 besitos; the bot knew 0 before" in dry.out
    assert "3 would be imported as import:el-foro-viejo" in dry.out
    first = dev_process.ok("import", "members", file)
    assert "3 imported as import:el-foro-viejo, 0 had been before" in first.out
    again = dev_process.ok("import", "members", file, "--json").json
    assert (again["imported"], again["repeated"], again["name"]) == (0, 3, "el-foro-viejo")

    other = dev_process.ok("import", "members", file, "--dry-run", "--name", "other")
    assert "2 of these were moved in as import:el-foro-viejo before, and would be credited again" in other.err

    file.write_text(found[1].replace(";250;", ";300;"), encoding="utf-8-sig")
    changed = dev_process.yabot("import", "members", file, "--dry-run")
    assert changed.code == 1
    assert "line 2: came with import:el-foro-viejo before, and brought something else" in changed.err
    assert "1 line would be refused" in changed.err


def test_a_file_that_was_cut_off_is_told_and_not_broken_off(dev_process: DevProcess, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes("telegram_id,first_name\n7,Ana".encode("utf-16")[:-1])
    ended = dev_process.yabot("import", "members", file)
    assert ended.code == 1
    assert "line 2, first_name: holds a sign that can't be read" in ended.err


def test_each_fault_is_told_and_nothing_is_imported(dev_process: DevProcess, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("telegram_id,first_name,point\n7,Ana,1\n")
    ended = dev_process.yabot("import", "members", file)
    assert ended.code == 1
    assert "line 1, point: is no column that is known" in ended.err
    assert "1 fault (point: 1). Nothing is imported until the file has none." in ended.err
