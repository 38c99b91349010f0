"""`yabot story figures`: what a writer asks in the terminal."""

import pytest

from tests.dev import DevProcess


def test_a_storys_figures_are_told_in_tables_and_in_json(dev_process: DevProcess) -> None:
    told = dev_process.ok("story", "figures", "correo", "--json").json
    assert told["story"] == "correo" and told["whole"]["readings"] > 0
    assert sum(each["times"] for each in told["choices"]) == told["whole"]["choices"]
    standing = [each[state] for each in told["places"] for state in ("ended", "restarted", "stopped", "reading")]
    assert sum(standing) == told["whole"]["readings"]
    shown = dev_process.ok("story", "figures", "correo").out
    assert f"readings         {told['whole']['readings']}" in shown
    assert " / ".join(told["choices"][0]["texts"].values()) in shown and "share" in shown
    english = dev_process.ok("story", "figures", "correo", "--language", "en", "--first", "--json").json
    assert all(each["texts"].keys() == {"en"} for each in english["choices"])


@pytest.mark.parametrize("asked", [("figures",), ("figures", "--json"), ("versions",), ("versions", "--json")])
def test_a_story_that_is_not_there_is_named_whatever_is_asked_of_it(
    dev_process: DevProcess, asked: tuple[str, ...]
) -> None:
    unknown = dev_process.yabot("story", asked[0], "nowhere", *asked[1:])
    assert (unknown.code, unknown.out, unknown.err.strip()) == (1, "", "there is no story nowhere")


def test_a_story_that_nobody_has_read_in_a_language_has_no_figures(dev_process: DevProcess) -> None:
    unread = dev_process.ok("story", "figures", "correo", "--language", "fr")
    assert unread.out.strip() == "No reading of correo is counted yet."


def test_a_version_of_the_content_folder_says_since_when_it_is_in_force(dev_process: DevProcess) -> None:
    versions = dev_process.ok("story", "versions", "correo", "--json").json
    assert versions[0]["by"] == "content folder" and versions[0]["since"] is not None
