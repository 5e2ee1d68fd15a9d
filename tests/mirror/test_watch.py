"""When a companion is taken for lost, and how soon it is started again."""

import pytest

from kiosk.mirror.latency import Latency
from kiosk.mirror.messages import Alive, Drawn, Ready
from kiosk.mirror.watch import LONGEST_PAUSE_S, START_S, Watch


@pytest.fixture
def watch() -> Watch:
    watch = Watch()
    watch.started(100.0)
    return watch


def test_a_window_has_time_to_open_and_not_for_ever(watch: Watch) -> None:
    assert watch.fault(0, 100.0 + START_S) is None
    assert watch.fault(0, 100.1 + START_S) == "does not start"


def test_one_that_is_alive_and_draws_is_left_alone(watch: Watch) -> None:
    for second in range(101, 200):
        watch.heard(Alive(), second)
        watch.latency.sent(second, second + 0.1)
        watch.heard(Drawn(second), second + 0.2)
        assert watch.fault(0, second + 0.5) is None


def test_one_that_hangs_is_silent_after_four_seconds(watch: Watch) -> None:
    watch.heard(Ready(), 101.0)
    assert watch.fault(0, 105.0) is None
    assert watch.fault(0, 105.1) == "is silent"


def test_one_that_is_alive_but_draws_no_more_is_at_fault(watch: Watch) -> None:
    watch.heard(Ready(), 101.0)
    watch.latency.sent(1, 102.0)
    for tenth in range(1010, 1080):
        watch.heard(Alive(), tenth / 10)
    assert watch.fault(0, 105.9) is None
    assert watch.fault(0, 106.1) == "draws no more"


def test_a_picture_that_waited_for_the_window_is_not_held_against_it(watch: Watch) -> None:
    watch.latency.sent(1, 100.0)
    watch.heard(Ready(), 110.0)
    assert watch.fault(0, 110.1) is None


def test_nonsense_is_borne_until_it_goes_on(watch: Watch) -> None:
    watch.heard(Ready(), 101.0)
    assert watch.fault(100, 101.0) is None
    assert watch.fault(101, 101.0) == "talks nonsense"


def test_bad_lives_are_ever_further_apart_and_a_good_one_forgives_them() -> None:
    watch, pauses = Watch(), []
    for _ in range(7):
        watch.started(0.0)
        watch.ended(1.0)
        pauses.append(watch.pause_s)
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    watch.started(0.0)
    watch.heard(Ready(), 1.0)
    watch.ended(100.0)
    assert watch.pause_s == 0.0


def test_a_picture_that_was_left_out_counts_with_the_newer_one() -> None:
    latency = Latency()
    latency.sent(1, 1.0)
    latency.sent(2, 1.5)
    latency.sent(3, 2.0)
    assert latency.behind_s(2.5) == 1.5
    assert latency.drawn(2, 2.5) == 1.5
    assert latency.behind_s(2.5) == 0.5
    assert latency.drawn(3, 2.6) == pytest.approx(0.6)
    assert latency.drawn(3, 2.7) is None
    assert latency.behind_s(9.0) == 0.0


def test_a_picture_that_was_never_sent_answers_for_none_that_was() -> None:
    latency = Latency()
    latency.sent(1, 1.0)
    assert latency.drawn(7, 1.5) is None
    assert latency.behind_s(2.0) == 1.0
    assert latency.drawn(1, 2.5) == 1.5


def test_one_that_says_it_drew_what_it_never_got_still_draws_no_more(watch: Watch) -> None:
    watch.heard(Ready(), 101.0)
    watch.latency.sent(1, 102.0)
    for tenth in range(1020, 1070):
        watch.heard(Drawn(99), tenth / 10)
    assert watch.fault(0, 106.9) == "draws no more"
