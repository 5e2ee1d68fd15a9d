"""A scenario file does what it says, when it says; one that cannot be played is refused before it starts."""

import threading
from pathlib import Path

import pytest

from drivers.clock import FakeDeviceClock
from drivers.door.simulator import SimulatedDoor
from drivers.simulation.scenario import BadScenario, Scenario, Step, read_scenario

STORY = """
[[step]]
at_s = 5.0
device = "door"
do = "shut"

[[step]]
at_s = 2.0
device = "door"
do = "open"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "story.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_steps_are_done_at_their_time_in_its_order(tmp_path: Path) -> None:
    clock, door = FakeDeviceClock(), SimulatedDoor()
    began_s = clock.monotonic_s()
    seen: list[tuple[float, str, bool]] = []

    def note(step: Step, _: str) -> None:
        seen.append((clock.monotonic_s() - began_s, step.do, door.is_open))

    read_scenario(written(tmp_path, STORY), {"door": door}).play(clock, threading.Event(), note)
    assert seen == [(2.0, "open", True), (5.0, "shut", False)]


def test_a_stopped_scenario_does_nothing_more(tmp_path: Path) -> None:
    clock, door, stop = FakeDeviceClock(), SimulatedDoor(), threading.Event()
    scenario = read_scenario(written(tmp_path, STORY), {"door": door})
    scenario.play(clock, stop, lambda step, seen: stop.set())
    assert door.is_open


def test_an_act_whose_words_do_not_fit_is_told_and_the_story_goes_on() -> None:
    clock, door = FakeDeviceClock(), SimulatedDoor()
    told: list[str] = []
    steps = (Step(1.0, "door", "late soon"), Step(2.0, "door", "open"))
    scenario = Scenario(steps, {"door": door}, "here")
    scenario.play(clock, threading.Event(), lambda step, seen: told.append(seen))
    assert told[0].startswith("not done: late SECONDS")
    assert door.is_open


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[step]]\nat_s = 1\ndevice = 'lift'\ndo = 'open'", "step 1: device 'lift' is not simulated here"),
        (
            "[[step]]\nat_s = 1\ndevice = 'door'\ndo = 'slam'",
            "step 1: door has no act 'slam'; there are unplug",
        ),
        ("[[step]]\nat_s = 1\ndevice = 'door'\ndo = ''", "step 1: door has no act ''"),
        ("[[step]]\nat_s = -1\ndevice = 'door'\ndo = 'open'", "step 1: at_s = -1.0 is before the start"),
        ("[[step]]\nat = 1\ndevice = 'door'\ndo = 'open'", "unknown field `at`"),
        ("[[step]]\nat_s = 'soon'\ndevice = 'door'\ndo = 'open'", "Expected `float`, got `str`"),
        ("[[step]", "Expected ']]'"),
        ("title = 'nothing'", "unknown field `title`"),
    ],
)
def test_a_scenario_that_cannot_be_played_names_file_and_fault(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadScenario) as refused:
        read_scenario(path, {"door": SimulatedDoor()})
    assert str(path) in str(refused.value)
    assert words in str(refused.value)


def test_a_missing_scenario_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match=r"nowhere\.toml: No such file"):
        read_scenario(tmp_path / "nowhere.toml", {})
