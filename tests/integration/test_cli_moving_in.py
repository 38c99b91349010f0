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


def test_whoever_asks_for_spanish_is_told_all_of_it_in_spanish(dev_process: DevProcess, tmp_path: Path) -> None:
    file = tmp_path / "miembros.csv"
    file.write_text('telegram_id,first_name,points\nx,Ana,1\n83000402,"Cleo,5\n83000403,Dora,y\n')
    told = dev_process.yabot("import", "members", file, "--dry-run", "--language", "es")
    assert (told.code, told.out) == (1, "")
    assert told.err.splitlines() == [
        "línea 2, telegram_id: debe ser un número entero, solo con cifras",
        'línea 3: no se puede leer: unas comillas (") no se cierran bien, o una celda es demasiado larga',
        "línea 4, points: debe ser un número entero, solo con cifras",
        "3 errores (telegram_id: 1, la línea: 1, points: 1). No se importa nada mientras el archivo tenga errores.",
    ]

    file.write_text("telegram_id,first_name,points\n83000501,Ana,3\n")
    dry = dev_process.ok("import", "members", file, "--dry-run", "--language", "es")
    assert dry.out.splitlines() == [
        "1 miembro en UTF-8, 3 besitos; el bot ya conocía a 0",
        "Por importar: 1, como import:miembros; ya estaban, y no cambiarían nada: 0. Esto fue solo una prueba.",
    ]
    run = dev_process.ok("import", "members", file, "--language", "es")
    assert "Importados: 1, como import:miembros; ya lo estaban: 0" in run.out
    file.write_text("telegram_id,first_name,points\n83000501,Ana,4\n")
    refused = dev_process.yabot("import", "members", file, "--language", "es")
    assert "línea 2: ya vino con import:miembros y traía otra cosa" in refused.err
    assert "1 línea se rechazó, y no cambió nada." in refused.err
