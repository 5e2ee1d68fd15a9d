"""Kiosks that are heard no more, told by a gateway that was there itself."""

import pytest

from kiosk.gateway.sql.faults import CommitUnknown

from .estate import Estate
from .heartbeats import NO_PAPER
from .town import Town


@pytest.fixture
def estate(town: Town) -> Estate:
    return Estate(town)


def test_silence_is_told_after_a_quarter_of_an_hour_and_over_with_the_next_heartbeat(estate: Estate) -> None:
    estate.passes(1)
    estate.beats()
    estate.passes(14.5)
    assert estate.open() == []
    estate.passes(0.5)
    assert estate.open() == [("kiosk-1", "silent")]
    found = estate.one().alarm
    assert found.since_ms == estate.town.gateway.parts.time.now_ms() - 15 * 60_000
    estate.beats()
    assert estate.one().alarm.state == "cleared"


def test_of_a_silent_kiosk_nothing_else_is_told_or_cleared(estate: Estate) -> None:
    estate.passes(1)
    estate.beats(NO_PAPER, 3)
    estate.passes(20)
    assert sorted(rule for _kiosk, rule in estate.open()) == ["paper_out", "silent"]


def test_a_gateway_that_was_away_itself_raises_no_alarm_over_it(estate: Estate) -> None:
    estate.passes(1)
    for kiosk in range(5):
        estate.beats(kiosk_id=f"kiosk-{kiosk}")
    estate.passes(5)
    estate.town.clock.advance(2 * 3_600)
    estate.passes(14)
    assert estate.open() == []
    estate.passes(2)
    assert len(estate.open()) == 5


def test_after_a_write_of_which_nobody_knows_silence_counts_anew(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_block: object) -> None:
        raise CommitUnknown("no answer")

    estate.passes(1)
    estate.beats()
    estate.passes(14.5)
    estate.town.clock.advance(30)
    with monkeypatch.context() as patched:
        patched.setattr(estate.town.gateway.parts.database, "write", lost)
        estate.watch.rounds.once()
    assert estate.watch.rounds.failing
    estate.passes(14.5)
    assert estate.open() == []
    estate.passes(1)
    assert estate.open() == [("kiosk-1", "silent")]


def test_a_gateway_that_is_started_anew_gives_everybody_time_to_be_heard(estate: Estate) -> None:
    estate.passes(1)
    estate.beats()
    estate.passes(10)
    estate.town.clock.advance(3_600)
    estate.town.restart()
    again = Estate(estate.town)
    again.passes(14)
    assert again.open() == []
    again.passes(2)
    assert again.open() == [("kiosk-1", "silent")]
