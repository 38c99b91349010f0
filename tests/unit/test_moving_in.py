"""Members who come from another system, in files as spreadsheets make them."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from adapters.members_file import Fault, MembersFile, decoded, read_members
from adapters.moving_in import Moved, MovingVan
from commands.moving_in import MoveIn
from commands.notifications import notifications
from commands.ports import StoreUnavailable
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.moving_in import AlreadyMovedIn
from domain.recorded import Damaged, Recorded
from tests.telegram_world import MemoryVault
from tests.unit.examples import WORDS, achievement_like, goal, level_of, settle
from tests.unit.given import (
    DEFAULT_NOW,
    Scene,
    Topic,
    ana,
    given,
    level,
    membership,
    nothing,
    nothing_at_all,
    user,
    wallet,
)

PAGE = Path(__file__).parents[2] / "docs" / "moving-in.md"
member = Topic("member")
PACK = ContentPack.model_validate(
    {
        "community": {"name": WORDS, "language": "es", "time_zone": "Europe/Madrid"},
        "levels": [{"experience": each, "title": WORDS} for each in (0, 50, 120)],
        "plans": [{"id": id, "title": WORDS, "description": WORDS, "days": 30, "stars": 1} for id in ("month", "gold")],
    }
)
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


def read(text: str) -> MembersFile:
    return read_members(text, PACK, DEFAULT_NOW)


def sample() -> str:
    found = re.search(r"```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


# -- the command ------------------------------------------------------------------------------------------------------


def test_a_member_moves_in_with_all_they_bring_in_one_commit():
    brings = MoveIn(ana, "forum", "es-MX", "America/Bogota", besitos=250, level=2, plan="gold", vip_until=SUMMER)
    given(nothing_at_all).with_content(PACK).when(brings).records(
        member.moved_in("forum", 250, 50, SUMMER),
        user.registered("es", "America/Bogota", True),
        wallet.credited(250, "import:forum"),
        level.experience_gained(50, "import:forum"),
        level.reached(2),
        membership.granted("gold", 122, DEFAULT_NOW, SUMMER, "import:forum"),
    )


def test_somebody_who_is_here_already_keeps_what_is_more():
    here = (level.experience_gained(90, total=90, level=2), membership.granted("month", until=SUMMER))
    brings = MoveIn(ana, "forum", level=2, vip_until=SUMMER - timedelta(days=1))
    given(nothing, here).with_content(PACK).when(brings).records(member.moved_in("forum", 0, 0, None))


def test_a_longer_membership_begins_where_the_present_one_ends():
    here = membership.granted("month", until=SUMMER)
    brings = MoveIn(ana, "forum", vip_until=SUMMER + timedelta(days=2))
    given(nothing, here).with_content(PACK).when(brings).records(
        member.moved_in(), membership.granted("month", 2, SUMMER, SUMMER + timedelta(days=2))
    )


def test_moving_in_twice_with_one_import_is_refused_and_with_another_is_not():
    here = member.moved_in(name="forum", of=(ana, "forum"))
    given(nothing, here).with_content(PACK).when(MoveIn(ana, "forum", besitos=9)).refuses(AlreadyMovedIn("forum"))
    given(nothing, here).with_content(PACK).when(MoveIn(ana, "list", besitos=9)).records(
        member.moved_in(), wallet.credited(9, "import:list")
    )


# -- the file ---------------------------------------------------------------------------------------------------------


def test_the_sample_of_the_page_is_read():
    file = read(sample())
    assert (file.faults, file.notes) == ([], [])
    lucia, mateo, zoe = file.members
    assert (lucia.telegram_id, lucia.first_name, lucia.username) == (81000101, "Lucía", "lucia_b")
    assert lucia.brings == {
        "language": "es",
        "besitos": 250,
        "level": 3,
        "vip_until": datetime(2030, 12, 31, 23, tzinfo=UTC),
    }
    assert (mateo.username, zoe.brings["vip_until"]) == ("mateo", datetime(2030, 6, 30, 16, tzinfo=UTC))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_ends_of_lines_of_spreadsheets_are_understood(encoding: str, newline: str):
    text, told = decoded(sample().replace("\n", newline).encode(encoding))
    assert [each.first_name for each in read(text).members] == ["Lucía", "Mateo", "Zoë"]
    assert told == {"utf-16": "UTF-16", "cp1252": "Windows-1252"}.get(encoding, "UTF-8")


@pytest.mark.parametrize("text", [
    "telegram_id,first_name,points\n7,Ana,5\n", "telegram_id\tfirst_name\tpoints\n7\tAna\t5",
    "sep=;\nTelegram ID;First-Name; Points \n7;Ana; 5 \n", 'telegram_id,first_name,points\n\n7,"Ana",5.0\n,,\n',
    "\ufefftelegram_id;first_name;points\r\n7;Ana;5,00\r\n",
])  # fmt: skip
def test_separators_blanks_and_the_forms_of_numbers_are_understood(text: str):
    file = read(text)
    assert file.faults == []
    assert [(each.telegram_id, each.first_name, each.brings) for each in file.members] == [(7, "Ana", {"besitos": 5})]


@pytest.mark.parametrize(("header", "line", "column", "why"), [
    ("points", "-5", "points", "whole number"), ("points", "1.5", "points", "whole number"),
    ("points", "1,000,000", None, "cells"), ("points", "1000000001", "points", "from 0 to"),
    ("points", '"1,000"', "points", "without separators"), ("points", "10.000", "points", "without separators"),
    ("points", '"1,000,000"', "points", "without separators"), ("points", "1.000.000", "points", "without separators"),
    ("points", '"1.000,00"', "points", "without separators"), ("points", "1000.000", "points", "whole number"),
    ("points", "1’000", "points", "whole number"), ("level", "1.000", "level", "without separators"),
    ("experience", '"20,000"', "experience", "without separators"),
    ("points", "8.1E+07", "points", "spreadsheet"), ("level", "0", "level", "from 1 to 3"),
    ("points", "9" * 20, "points", "from 0 to"), ("points", "9" * 5000, "points", "from 0 to"),
    ("level", "4", "level", "from 1 to 3"), ("experience", "x", "experience", "whole number"),
    ("language", "fr", "language", "one of es, en"), ("time_zone", "Mars", "time_zone", "IANA"),
    ("vip_until", "31/12/2026", "vip_until", "a day such as"), ("vip_until", "2027-02-30", "vip_until", "a day"),
    ("vip_until", "2099-12-31", "vip_until", "within 3660 days"),
    ("vip_plan", "silver", "vip_plan", "no plan"), ("username", "x" * 33, "username", "4 to 32"),
    ("username", "a b c!", "username", "4 to 32"), ("username", "@@ana", "username", "4 to 32"),
    ("last_name", "x" * 65, "last_name", "more than 64"),
])  # fmt: skip
def test_each_bad_value_is_named_by_line_and_column(header: str, line: str, column: str | None, why: str):
    file = read(f"telegram_id,first_name,{header}\n7,Ana,\n8,Bea,{line}\n")
    (fault,) = file.faults
    assert (fault.line, fault.column) == (3, column)
    assert why in fault.reason


@pytest.mark.parametrize(("text", "faults"), [
    ("", [(1, None)]), ("telegram_id,first_name\n", [(2, None)]),
    ("telegram_id,name\n7,Ana\n", [(1, "first_name"), (1, "name")]),
    ("telegram_id,first_name,points,points\n7,Ana,1,2\n", [(1, "points")]),
    ("telegram_id,first_name\n7,Ana\n8,Bea\n7,Ana\n", [(4, "telegram_id")]),
    ("telegram_id,first_name\n,Ana\n7,\n0,Eva\n", [(2, "telegram_id"), (3, "first_name"), (4, "telegram_id")]),
    ("telegram_id,first_name,level,experience\n7,Ana,2,50\n", [(2, "experience")]),
    ('telegram_id,first_name\n7,"Ana\nMaría"\n8\n', [(4, None)]), ('telegram_id,first_name\n7,"Ana\n', [(2, None)]),
    ('telegram_id,first_name,points\nx,Ana,1\n7,Bea,x\n8,"Cleo,5\n9,Dora,y\n10,Eva,z\n',
     [(2, "telegram_id"), (3, "points"), (4, None), (5, "points"), (6, "points")]),
    ('telegram_id,first_name\n7,"Ana\n8,"Bea"\n7,Eva\nx,Dora\n', [(2, None), (5, "telegram_id")]),
    ('telegram_id,first_name\n7,Ana"\n8,"Be"a\n9,"Eva",\n', [(3, None), (4, None)]),
    ('telegram_id,"first_name\n7,Ana\n', [(1, None)]),
    ("sep=;\ntelegram_id;name\n7;Ana\n", [(2, "first_name"), (2, "name")]),
    ("telegram_id,first_name,points\n7,Ana,x\n7,Bea,y\n7,Eva,1\n",
     [(2, "points"), (3, "points"), (3, "telegram_id"), (4, "telegram_id")]),
])  # fmt: skip
def test_each_fault_of_a_file_is_named(text: str, faults: list[tuple[int, str | None]]):
    assert [(fault.line, fault.column) for fault in read(text).faults] == faults


def test_a_file_full_of_stray_quotes_is_read_in_one_go():
    lines = 20_000
    file = read("telegram_id,first_name\n" + 'a","\n' * lines)
    assert [fault.line for fault in file.faults] == list(range(2, lines + 2))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("lost", [1, 3])
def test_a_file_that_was_cut_off_within_a_sign_is_a_fault_of_its_last_line(encoding: str, lost: int):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    text, _ = decoded((mark + "telegram_id;first_name\n7;Ana\n8;Bea".encode(encoding))[:-lost])
    (fault,) = read(text).faults
    assert (fault.line, fault.column) == (3, "first_name")
    assert "can't be read" in fault.reason


def test_a_sign_that_no_encoding_has_is_a_fault_and_not_part_of_a_name():
    text, _ = decoded(b"telegram_id;first_name;points\n7;Jos\x81;5\n\x81\n")
    assert [(fault.line, fault.column) for fault in read(text).faults] == [(2, "first_name"), (3, "telegram_id")]


def test_faults_say_where_and_never_who():
    file = read("telegram_id,first_name,points\n81000777,Perpetua,lots\n")
    assert not re.search("81000777|Perpetua|lots", repr(file))


def test_a_membership_that_is_over_gives_nothing_and_is_told():
    file = read("telegram_id,first_name,vip_until\n7,Ana,2026-02-28\n8,Bea,2026-03-01\n")
    assert (file.faults, file.notes) == ([], ["line 2: vip_until is over, so it gives nothing"])
    assert [each.brings for each in file.members] == [{}, {"vip_until": datetime(2026, 3, 1, 23, tzinfo=UTC)}]


@settings(max_examples=200)
@for_any(st.one_of(st.text(max_size=200), st.lists(st.text(' 7a;,\t"\n\r=é-', max_size=9), max_size=9).map("\n".join)))
def test_no_text_breaks_the_reader(text: str):
    for each in (text, f"telegram_id;first_name;points\n{text}"):
        file = read(each)
        assert file.faults or file.members


# -- the run ----------------------------------------------------------------------------------------------------------


class Move:
    """One log and one vault, into which files are brought."""

    def __init__(self) -> None:
        self.scene, self.vault = Scene(content=PACK), MemoryVault()
        self.bus = self.scene.bus()

    def run(self, text: str, name: str = "forum", dry: bool = False) -> Moved:
        van = MovingVan(self.bus, self.vault, self, name, actor="test")
        return asyncio.run(van.look(read(text)) if dry else van.move(read(text)))

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        """The log, two events at a time."""
        return [each for each in self.scene.store.events[after:] if each.topic in topics][: min(limit, 2)]

    @property
    def topics(self) -> list[str]:
        return [each.topic for each in self.scene.store.events]

    def besitos(self) -> int:
        return sum(each.amount for each in self.scene.store.events if each.topic == "wallet.credited")


def test_a_run_imports_everybody_once_and_a_second_does_nothing_whatever_the_order():
    move = Move()
    first = move.run(sample())
    assert (first.members, first.imported, first.repeated, first.known, first.besitos) == (3, 3, 0, 0, 290)
    before = len(move.scene.store.events)
    header, *lines = sample().splitlines()
    again = move.run("\n".join([header, *reversed(lines)]))
    assert (again.imported, again.repeated, again.known, again.refused) == (0, 3, 3, [])
    assert (len(move.scene.store.events), move.besitos()) == (before, 290)


def test_a_dry_run_changes_nothing_in_the_vault_neither():
    move = Move()
    dry = move.run(sample(), dry=True)
    assert (dry.members, dry.known, dry.repeated, dry.besitos) == (3, 0, 0, 290)
    assert (move.topics, move.vault.known) == ([], {})
    move.run(sample())
    dry = move.run(sample(), dry=True)
    assert (dry.known, dry.repeated) == (3, 3)


def test_a_line_that_was_changed_since_is_refused_and_named():
    move = Move()
    move.run(sample())
    changed = move.run(sample().replace(";250;", ";300;"))
    assert (changed.imported, changed.repeated) == (0, 2)
    assert [fault.line for fault in changed.refused] == [2]
    assert move.besitos() == 290


@pytest.mark.parametrize("ran_before", [False, True])
def test_the_dry_run_names_the_lines_that_a_run_refuses_in_the_same_words(ran_before: bool):
    move, changed = Move(), sample().replace(";250;", ";300;")
    move.run(sample())
    if ran_before:
        move.run(changed)  # a line that was refused is no line that was imported
    before = list(move.topics)
    dry = move.run(changed, dry=True)
    assert (dry.known, dry.repeated) == (3, 2)
    assert move.topics == before
    run = move.run(changed)
    assert (
        dry.refused
        == run.refused
        == [
            Fault(
                2, None, "came with import:forum before, and brought something else: correct it by hand, with a reason"
            )
        ]
    )


def test_the_dry_run_names_a_line_that_a_full_wallet_refuses():
    move = Move()
    full = f"telegram_id;first_name;points\n7;Ana;{10**9}\n"
    for name in ("one", "two"):
        move.run(full, name)
    dry, run = (move.run(full, "three", dry=dry) for dry in (True, False))
    assert (
        dry.refused
        == run.refused
        == [Fault(2, "points", "a wallet holds 2147483647 besitos, and theirs has no room for 1000000000 more")]
    )
    assert move.besitos() == 2 * 10**9


def test_a_line_is_imported_once_what_refused_it_is_mended():
    move = Move()
    full = f"telegram_id;first_name;points\n7;Ana;{10**9}\n"
    for name in ("one", "two", "three"):
        ran = move.run(full, name)
    assert (ran.imported, len(ran.refused)) == (0, 1)
    [person] = move.vault.known.values()
    asyncio.run(
        move.bus.execute(
            MoveBesitos(person.user_id, -(10**9), "room for more"),
            move.bus.context("room", actor="admin", source="test"),
        )
    )
    again = move.run(full, "three")
    assert (again.imported, again.repeated, again.refused) == (1, 0, [])
    assert move.run(full, "three").repeated == 1


def test_a_dry_run_leaves_no_answer_behind_and_what_it_looked_at_as_it_was():
    move = Move()
    move.run(sample())
    more = sample().replace(";250;", ";300;")
    for name in ("forum", "list"):
        move.run(more, name, dry=True)
    assert move.scene.store.outcomes == {}
    assert move.run(more, "list").imported == 3
    assert move.besitos() == 290 + 340


def test_a_dry_run_warns_of_those_who_came_with_an_import_of_another_name():
    move = Move()
    move.run(sample())
    one = "telegram_id;first_name;points\n81000101;Lucía;7\n"
    move.run(one, "list")
    more = sample().replace(";250;", ";300;") + "81000104;Eva;;es;5;;\n"
    dry = move.run(more, "other", dry=True)
    assert (dry.imported, dry.repeated, dry.known, dry.refused) == (4, 0, 3, [])
    assert dry.warnings == [
        "2 of these were moved in as import:forum before, and would be credited again",  # Zoë brings no besitos
        "1 of these was moved in as import:list before, and would be credited again",
    ]
    move.run(more, "other")
    assert move.run(more, "other", dry=True).warnings == []


def test_a_dry_run_says_how_many_would_be_imported():
    move = Move()
    move.run(sample())
    dry = move.run(sample().replace(";250;", ";300;") + "81000104;Eva;;es;5;;\n", dry=True)
    assert (dry.imported, dry.repeated, len(dry.refused), dry.warnings) == (1, 2, 1, [])
    assert move.run(sample() + "x;Eva;;;;;\n", dry=True).imported == 0


def test_a_file_with_faults_is_not_imported_at_all():
    move = Move()
    moved = move.run(sample() + "x;Eva;;;;;\n")
    assert moved.faults == [Fault(5, "telegram_id", "must be a whole number, in digits only")]
    assert (moved.imported, move.topics) == (0, [])


def test_names_that_the_bot_knows_are_newer_than_those_of_the_file():
    move = Move()
    asyncio.run(move.vault.user_for(81000101, "Lucy"))
    moved = move.run(sample())
    assert (moved.known, moved.imported) == (1, 3)
    assert move.vault.known[81000101].first_name == "Lucy"
    assert move.vault.known[81000102].first_name == "Mateo"


def test_events_hold_no_name_and_nobody_is_told():
    move = Move()
    move.run(sample())
    assert not re.search("Luc|Mateo|810001", repr([event.state for event in move.scene.store.events]))
    assert [note for event in move.scene.store.events for note in notifications(event, PACK)] == []


def test_what_follows_from_an_import_is_told_to_nobody_until_its_time_comes():
    move = Move()
    rich = achievement_like("rich", (goal("g", "wallet.credited"),), (level_of("bronze", 2_000, g=1),))
    move.scene.content = PACK.model_copy(update={"achievements": (rich,)})
    move.run(sample())
    settle(move.scene)
    events = move.scene.store.events
    assert {"achievement.unlocked", "level.reached"} <= {each.topic for each in events}
    assert [note for event in events for note in notifications(event, move.scene.content)] == []
    imported = next(each for each in events if each.topic == "membership.granted")
    over = replace(imported, topic="membership.expired", source="timer:x", state={**imported.state, "cause": "ended"})
    assert [note.key for note in notifications(over, PACK)] == ["notify-membership-expired"]


def test_a_run_that_was_broken_off_is_run_again_and_gives_nobody_anything_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("adapters.moving_in.backoff", lambda *_: 0.0)
    lines = "".join(f"{number};Ana;{number % 7 + 1}\n" for number in range(1, 101))
    text, whole = f"telegram_id;first_name;points\n{lines}", Move()
    whole.run(text)
    move, done = Move(), 0
    execute = move.bus.execute

    async def breaks_off(command: Any, context: Any) -> Any:
        nonlocal done
        done += 1
        if done > 40:
            raise StoreUnavailable("away")
        return await execute(command, context)

    monkeypatch.setattr(move.bus, "execute", breaks_off)
    with pytest.raises(ExceptionGroup):
        move.run(text)
    assert 0 < move.besitos() < whole.besitos()
    monkeypatch.setattr(move.bus, "execute", execute)
    again = move.run(text)
    assert (again.imported + again.repeated, again.repeated, again.refused) == (100, 40, [])
    assert move.besitos() == whole.besitos()
