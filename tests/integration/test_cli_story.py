"""`yabot story` and `yabot content`: what writers use. No server, no store."""

import json
import shutil
from pathlib import Path

import pytest

from tests.dev import ROOT, run_yabot

CONTENT = ROOT / "content"
STORY = CONTENT / "stories" / "correo"


def test_our_own_story_may_be_published() -> None:
    checked = run_yabot("story", "check", STORY, "--walks", "10", "--json")
    assert checked.code == 0, checked.err
    assert checked.json["ok"] is True
    assert checked.json["knots"] > 20


def test_a_story_that_loops_is_named_by_its_knot(tmp_path: Path) -> None:
    endless = tmp_path / "endless.json"
    endless.write_text(ENDLESS)
    checked = run_yabot("story", "check", endless, "--walks", "1", "--seconds", "5")
    assert (checked.code, checked.err) == (1, "")
    assert "wrong  story: round: more than 200 lines without a choice: is there a loop?" in checked.out
    assert "This story can't be published yet" in checked.out


def test_the_steps_and_the_memory_of_a_check_are_bounded_as_one_says() -> None:
    file = f"{STORY}/{Path(STORY).name}.es.json"
    few = json.loads(run_yabot("story", "check", file, "--walks", "4", "--steps", "3", "--json").out)
    assert 0 < few["steps"] <= 12
    growing = Path(__file__).parent / "ink" / "growing.json"
    small = run_yabot("story", "check", growing, "--walks", "3", "--memory", "80")
    assert small.code == 1
    assert "it took more than 80 MB of memory" in small.out


ENDLESS = json.dumps(
    {
        "inkVersion": 21,
        "root": [[{"->": "round"}, ["done", None], None], "done", {"round": ["^again ", "\n", {"->": "round"}, None]}],
        "listDefs": {},
    }
)
"""-> round === round === again -> round"""


def test_a_story_is_played_by_numbers_with_what_the_reader_has() -> None:
    played = run_yabot(
        "story", "play", STORY, "--language", "es", "--name", "Zoe", "--besitos", "5", input="0\n0\n1\ns\nb\nq\n"
    )
    assert played.code == 0, played.err
    assert "Zoe" in played.out
    assert "[inicio]  5 besitos" in played.out
    assert "besitos          " in played.out, "s shows what the reader has"
    assert played.err == ""


def test_a_story_is_played_by_programs_a_place_a_line() -> None:
    opening, second = run_yabot("story", "play", STORY, "--seed", "7", "--json", input="0\n").lines
    assert opening["besitos"] == 100
    assert [choice["index"] for choice in opening["choices"]] == list(range(len(opening["choices"])))
    assert second["place"] != opening["place"]
    beyond = run_yabot("story", "play", STORY, "--json", input="99\n")
    assert (beyond.code, len(beyond.lines)) == (1, 1)
    assert beyond.err.startswith("'99' is no choice; there are 0 to ")


def test_a_story_is_played_from_any_knot_with_its_variables_shown() -> None:
    sampler = ROOT / "tests" / "integration" / "ink" / "sampler.json"
    knots = run_yabot("story", "play", sampler, "--from", "nowhere")
    assert (knots.code, "the story has no knot 'nowhere'; there are" in knots.err) == (2, True)
    paths = ROOT / "tests" / "integration" / "ink" / "paths_es.json"
    (place,) = run_yabot("story", "play", paths, "--from", "plaza", "--json", input="").lines
    assert (place["place"], place["text"], place["knots_seen"]) == ("plaza", "Plaza.", ["plaza"])
    shown = run_yabot("story", "play", COUNTER, "--show-variables", input="1\nv\n")
    assert shown.code == 0, shown.err
    told = [line.split() for line in shown.out.splitlines() if line.strip().startswith(("steps", "mood"))]
    assert told == [
        ["steps", "0"],
        ["mood", "calm"],
        ["steps", "1"],
        ["mood", "calm"],
        ["steps", "1"],
        ["mood", "calm"],
    ]
    assert "[opening]  100 besitos  0 of 1 knots" in shown.out
    assert "1 of 1 knots" in shown.out


COUNTER = ROOT / "tests" / "integration" / "ink" / "counter.json"


def test_a_price_is_paid_once_and_refused_without_besitos(tmp_path: Path) -> None:
    shop = tmp_path / "shop.json"
    shop.write_text(SHOP)
    rich, paid = run_yabot("story", "play", shop, "--besitos", "10", "--json", input="0\n").lines
    assert rich["choices"][0]["cost"] == 7
    assert (paid["besitos"], paid["given"]) == (3, {"cost": 7})
    poor = run_yabot("story", "play", shop, "--besitos", "6", "--json", input="0\n")
    assert (poor.code, poor.err) == (1, "That costs 7 besitos, and you have 6: --besitos\n")


SHOP = json.dumps(
    {
        "inkVersion": 21,
        "root": [
            [
                "^The shop.", "\n", "ev", "str", "^Buy ", "#", "^costo:7", "/#", "/str", "/ev",
                {"*": "0.c-0", "flg": 20},
                {"c-0": ["\n", "^Yours.", "\n", "end", {"#f": 5}]},
            ],
            "done", None,
        ],
        "listDefs": {},
    }
)  # fmt: skip
"""* [Buy # costo:7] Yours. -> END"""


@pytest.mark.parametrize("command", ["check", "play"])
def test_what_is_no_story_is_said_in_one_line(command: str) -> None:
    done = run_yabot("story", command, CONTENT / "community.yaml")
    assert done.code == 1
    assert "this is no compiled Ink" in done.out + done.err
    assert "Traceback" not in done.err
    missing = run_yabot("story", command, "nothing.json")
    assert (missing.code, missing.err.count("\n")) == (2, 1)


def test_content_is_checked_with_file_and_line(tmp_path: Path) -> None:
    assert run_yabot("content", "check", CONTENT, "--json").json["ok"] is True
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    missions = copy / "missions.yaml"
    missions.write_text(missions.read_text().replace("kind: daily", "kind: hourly", 1))
    line = next(n for n, text in enumerate(missions.read_text().splitlines(), start=1) if "kind: hourly" in text)
    wrong = run_yabot("content", "check", copy)
    assert (wrong.code, wrong.err) == (1, "")
    assert f"missions.yaml:{line}" in wrong.out
    assert run_yabot("content", "check", copy, "--json").json["ok"] is False
