"""A run of tests: in order, told as it goes, cut off where it hangs, broken off where somebody wants it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.printer.port import PaperChanged
from drivers.vocabulary import Paper
from kiosk.selftest import model
from kiosk.selftest.attempt import Attempt, Failed, NotFitted
from kiosk.selftest.model import Answered, Ask, Measured, Result, RunEnded
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt
from tests.selftest.benches import Rig, made_up

Make = Callable[..., Rig]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Make]:
    made: list[Rig] = []

    def make(*procedures: Procedure) -> Rig:
        made.append(Rig(tmp_path, *procedures))
        return made[-1]

    yield make
    for each in made:
        each.close()


def passes(attempt: Attempt) -> None:
    attempt.measure("answer", "3 ms")


def fails(attempt: Attempt) -> None:
    raise Failed("paper_out", "seen by the sensor")


def asks(attempt: Attempt) -> None:
    answered = attempt.await_answer(Prompt("listen", "", ("heard", "does_not_work"), wait_s=20.0))
    attempt.measure("tone", answered.answer)


def test_a_run_is_told_from_its_first_test_to_its_end(rig: Make) -> None:
    bench = rig(made_up("a.one", passes), made_up("a.two", fails))
    results = bench.run()
    kinds = [type(news).__name__ for news in bench.news]
    assert kinds == ["TestBegan", "Result", "TestBegan", "Result", "RunEnded"]
    assert bench.news[0] == model.TestBegan("a.one", 0, 2)
    assert results["a.one"].measured == (Measured("answer", "3 ms"),)
    two = results["a.two"]
    assert (two.outcome, two.reason, two.detail) == ("failed", "paper_out", "seen by the sensor")
    assert [results["a.one"].number, two.number] == [1, 2]
    assert bench.live.state("printer").level == "error"


def test_what_needs_a_failed_test_is_not_done_and_so_is_what_needs_that(rig: Make) -> None:
    bench = rig(
        made_up("a.status", fails),
        made_up("a.prints", passes, needs=("a.status",)),
        made_up("a.reads", passes, needs=("a.prints",)),
        made_up("b.status", passes),
    )
    found = {name: (result.outcome, result.reason, result.detail) for name, result in bench.run().items()}
    assert found["a.prints"] == ("not_done", "needs", "a.status")
    assert found["a.reads"] == ("not_done", "needs", "a.prints")
    assert found["b.status"][0] == "passed"
    assert bench.run("a.prints")["a.prints"].outcome == "passed"


def test_what_is_not_fitted_stands_in_nobodys_way(rig: Make) -> None:
    def not_there(attempt: Attempt) -> None:
        raise NotFitted("no_presenter")

    results = rig(made_up("a.status", not_there), made_up("a.reads", passes, needs=("a.status",))).run()
    assert [result.outcome for result in results.values()] == ["not_fitted", "passed"]


def test_a_test_that_hangs_is_cut_off_at_its_limit_and_the_run_goes_on(rig: Make) -> None:
    hanging = threading.Event()
    bench = rig(
        made_up("a.hangs", lambda attempt: hanging.wait() and None, limit_s=3.0), made_up("b.one", passes)
    )
    results = bench.run()
    hanging.set()
    assert (results["a.hangs"].outcome, results["a.hangs"].reason) == ("failed", "took_too_long")
    assert 3.0 <= results["a.hangs"].took_s < 30.0
    assert results["b.one"].outcome == "passed"


def test_a_test_that_waits_too_long_ends_at_its_limit(rig: Make) -> None:
    results = rig(made_up("a.waits", lambda attempt: attempt.pause(1e6), limit_s=3.0)).run()
    assert results["a.waits"].reason == "took_too_long"


def test_the_time_a_person_takes_is_not_the_tests(rig: Make) -> None:
    bench = rig(made_up("a.asks", asks, limit_s=2.0))
    assert bench.runner.start()
    bench.until(lambda: isinstance(bench.news[-1], Ask) if bench.news else False)
    bench.clock.wait(threading.Event(), 10.0)
    bench.runner.answer(Answered("another.test", "heard"))
    bench.runner.answer(Answered("a.asks", "heard"))
    bench.until(lambda: isinstance(bench.news[-1], RunEnded))
    [result] = [news for news in bench.news if isinstance(news, Result)]
    assert (result.outcome, result.measured) == ("passed", (Measured("tone", "heard"),))


def test_nobody_there_is_no_failure_and_no_pass(rig: Make) -> None:
    bench = rig(made_up("a.asks", asks))
    assert bench.run()["a.asks"].reason == "nobody"
    assert bench.runner.start(attendance="nobody")
    bench.until(lambda: len([news for news in bench.news if isinstance(news, RunEnded)]) == 2)
    last = bench.news[-2]
    assert isinstance(last, Result)
    assert (last.outcome, last.reason) == ("not_done", "unattended")


def test_a_person_may_say_that_nothing_happens(rig: Make) -> None:
    bench = rig(made_up("a.asks", asks))
    assert bench.runner.start()
    bench.until(lambda: isinstance(bench.news[-1], Ask) if bench.news else False)
    bench.runner.answer(Answered("a.asks", "does_not_work"))
    bench.until(lambda: isinstance(bench.news[-1], RunEnded))
    result = bench.news[-2]
    assert isinstance(result, Result)
    assert (result.outcome, result.reason) == ("failed", "said_broken")


def test_a_run_broken_off_keeps_what_was_found_and_begins_nothing_more(rig: Make) -> None:
    bench = rig(made_up("a.one", passes), made_up("a.asks", asks), made_up("a.two", passes))
    assert bench.runner.start()
    bench.until(lambda: isinstance(bench.news[-1], Ask) if bench.news else False)
    assert not bench.runner.start()
    bench.runner.cancel()
    bench.until(lambda: isinstance(bench.news[-1], RunEnded))
    found = [(news.test, news.outcome, news.reason) for news in bench.news if isinstance(news, Result)]
    assert found == [("a.one", "passed", ""), ("a.asks", "not_done", "broken_off")]
    assert bench.news[-1] == RunEnded(cancelled=True)
    assert bench.run("a.one")["a.one"].outcome == "passed"


def test_a_fault_in_a_test_is_its_own_and_ends_no_run(rig: Make) -> None:
    results = rig(made_up("a.broken", lambda attempt: 1 / 0 and None), made_up("a.two", passes)).run()
    assert [result.reason for result in results.values()] == ["test_broke", ""]


def test_a_test_hears_its_own_devices_alone(rig: Make) -> None:
    def hears(attempt: Attempt) -> None:
        attempt.measure("paper", "begun")
        heard = attempt.event(4.0, PaperChanged)
        if heard is None:
            raise Failed("not_available")
        attempt.measure("paper", heard.paper.value)

    bench = rig(made_up("a.hears", hears))
    assert bench.runner.start()
    bench.until(lambda: bool(bench.news))
    while bench.runner.running:
        bench.runner.heard("scanner", PaperChanged(Paper.OUT))
        bench.runner.heard("printer", PaperChanged(Paper.LOW))
    [result] = [news for news in bench.news if isinstance(news, Result)]
    assert result.measured[-1] == Measured("paper", "low")


def test_however_a_test_ends_its_device_is_left_safe(rig: Make) -> None:
    made_safe: list[str] = []

    def procedure(name: str, steps: Callable[[Attempt], None]) -> Procedure:
        plain = made_up(name, steps, limit_s=2.0)
        return Procedure(plain.spec, steps, make_safe=lambda equipment: made_safe.append(name))

    bench = rig(
        procedure("a.one", passes),
        procedure("a.two", fails),
        procedure("a.three", lambda attempt: attempt.pause(1e6)),
        procedure("a.four", lambda attempt: 1 / 0 and None),
    )
    bench.run()
    assert made_safe == ["a.one", "a.two", "a.three", "a.four"]


def test_a_test_there_is_not_is_no_run(rig: Make) -> None:
    with pytest.raises(KeyError, match=r"b\.none"):
        rig(made_up("a.one", passes)).runner.start(["b.none"])
