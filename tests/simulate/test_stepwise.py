"""Code that waits is played in virtual time: nothing is done twice, and a power cut leaves it there."""

import pytest

from kiosk.simulate.engine import Engine, Process
from kiosk.simulate.stepwise import Steps, WentAnotherWay


class Machine:
    """Does, waits and does again, as plain code."""

    def __init__(self) -> None:
        self.engine = Engine()
        self.process = Process("machine")
        self.process.boot()
        self.steps = Steps()
        self.done: list[str] = []

    def does(self, what: str) -> int:
        return self.steps.once(what, lambda: self._does(what))

    def waits(self, seconds: int) -> None:
        self.steps.wait("pause", lambda: self.engine.pause(seconds * 1000))

    def work(self) -> None:
        assert self.does("first") == 1
        self.waits(1)
        assert self.does("second") == 2
        self.waits(1)
        self.done.append("end")

    def _does(self, what: str) -> int:
        self.done.append(what)
        if what != "on the way":
            self.does("on the way")
        return sum(each != "on the way" for each in self.done)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_everything_is_done_once_at_its_time(machine: Machine) -> None:
    machine.process.begin(machine.steps.play(machine.work))
    assert machine.done == ["first", "on the way"]
    machine.engine.run(1_500)
    assert machine.done == ["first", "on the way", "second", "on the way"]
    machine.engine.run(3_000)
    assert machine.done[-1] == "end"


def test_a_power_cut_leaves_it_where_it_stands(machine: Machine) -> None:
    machine.process.begin(machine.steps.play(machine.work))
    machine.process.cut()
    machine.process.boot()
    machine.engine.run(3_000)
    assert machine.done == ["first", "on the way"]


def test_a_disk_that_refuses_refuses_again_when_it_is_played_again(machine: Machine) -> None:
    refused: list[str] = []

    def full() -> None:
        machine.done.append("tried")
        raise OSError(28, "full")

    def work() -> None:
        try:
            machine.steps.once("put", full)
        except OSError:
            refused.append("refused")
        machine.waits(1)

    machine.process.begin(machine.steps.play(work))
    machine.engine.run(2_000)
    assert (machine.done, refused) == (["tried"], ["refused"] * 2)


def test_work_that_goes_another_way_the_second_time_is_found(machine: Machine) -> None:
    ways = iter(["one", "other"])

    def work() -> None:
        machine.does(next(ways))
        machine.waits(1)

    machine.process.begin(machine.steps.play(work))
    with pytest.raises(WentAnotherWay):
        machine.engine.run(2_000)


def test_outside_a_play_everything_is_just_done(machine: Machine) -> None:
    assert machine.does("first") == 1
    assert machine.done == ["first", "on the way"]
