"""When somebody is told of a kiosk, and when no longer: the pure rules, without a database."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.gateway.counter.alarm_judgement import Findings, Judged, Watched, judge
from kiosk.gateway.counter.alarm_rules import (
    AlarmBook,
    AlarmRule,
    AlarmRulesWrong,
    StandingWatch,
    alarm_book_with,
    seen,
    shipped_alarm_book,
)
from kiosk.wire.heartbeats import CashBoxTold, DeviceTold, Heartbeat, JournalTold, MachineTold

from .heartbeats import LITTLE_PAPER, NO_PAPER, WELL, beat

MINUTE_MS = 60_000
RULE = AlarmRule(
    "closed", "error", StandingWatch("closed"), after_s=300, clear_s=120, again_s=3_600, most_told=3
)
BOOK = AlarmBook({"closed": RULE})
SO: Findings = {"closed": frozenset({""})}
WELL_AGAIN: Findings = {"closed": frozenset()}
NOBODY_KNOWS: Findings = {"closed": None}


class Watch:
    """One kiosk, looked at minute by minute; what was raised gets a number as the store gives it one."""

    def __init__(self, book: AlarmBook = BOOK) -> None:
        self.book = book
        self.now_ms = 1_000_000
        self.watched: tuple[Watched, ...] = ()
        self.acts: list[str] = []
        self.raised = 0

    def sees(self, findings: Findings, minutes: int = 1) -> list[str]:
        """What is done in that time."""
        before = len(self.acts)
        for _ in range(minutes):
            self.now_ms += MINUTE_MS
            judged = judge(self.book, findings, self.watched, self.now_ms)
            self.acts += [act for act, _each in judged.acts]
            self.watched = tuple(self._numbered(judged))
        return self.acts[before:]

    def _numbered(self, judged: Judged) -> Iterator[Watched]:
        new = {each.key for act, each in judged.acts if act == "raised"}
        for each in judged.watched:
            self.raised += each.key in new
            yield msgspec.structs.replace(each, number=str(self.raised)) if each.key in new else each


def test_nobody_is_told_before_it_has_been_so_long_enough() -> None:
    watch = Watch()
    assert watch.sees(SO, 5) == []
    assert watch.sees(SO) == ["raised"]
    assert watch.watched[0].since_ms == 1_000_000 + MINUTE_MS


def test_what_is_over_before_it_is_time_is_nothing() -> None:
    watch = Watch()
    watch.sees(SO, 4)
    assert watch.sees(WELL_AGAIN, 3) == []
    assert watch.watched == ()
    assert watch.sees(SO, 5) == [], "it counts anew"


def test_it_is_cleared_once_it_has_been_well_long_enough() -> None:
    watch = Watch()
    watch.sees(SO, 6)
    assert watch.sees(WELL_AGAIN, 2) == []
    assert watch.sees(WELL_AGAIN) == ["cleared"]
    assert watch.watched == ()


def test_what_comes_and_goes_is_one_alarm() -> None:
    watch = Watch()
    watch.sees(SO, 6)
    for _ in range(20):
        watch.sees(WELL_AGAIN)
        watch.sees(SO)
    assert watch.acts == ["raised"]


def test_it_is_told_again_and_not_for_ever() -> None:
    watch = Watch()
    watch.sees(SO, 600)
    assert watch.acts == ["raised", "told_again", "told_again"]
    assert watch.watched[0].told == RULE.most_told


def test_while_nobody_can_say_nothing_is_told_and_nothing_cleared() -> None:
    watch = Watch()
    watch.sees(SO, 6)
    assert watch.sees(NOBODY_KNOWS, 600) == []
    assert watch.sees({}, 600) == []
    assert len(watch.watched) == 1


def test_after_it_was_handled_it_is_quiet_for_a_while_and_then_a_new_alarm() -> None:
    watch = Watch()
    watch.sees(SO, 6)
    quiet_ms = watch.now_ms + RULE.again_s * 1000
    watch.watched = (
        msgspec.structs.replace(watch.watched[0], number=None, told=0, told_ms=0, quiet_until_ms=quiet_ms),
    )
    assert watch.sees(SO, 59) == []
    assert watch.sees(SO) == ["raised"]
    assert watch.raised == 2


def test_a_rule_that_is_taken_away_takes_its_alarms_with_it() -> None:
    watch = Watch()
    watch.sees(SO, 6)
    watch.book = AlarmBook({})
    assert watch.sees(SO) == ["cleared"]
    assert watch.watched == ()


def test_silence_counts_from_when_somebody_was_last_there_to_hear() -> None:
    long_ago = Watched("closed", "", since_ms=0)
    now_ms = 10 * 3_600_000
    heard_anew = judge(BOOK, SO, [long_ago], now_ms, since_ms=now_ms - 1000)
    assert heard_anew.acts == ()
    assert judge(BOOK, SO, [], now_ms, since_ms=now_ms - 300_000).acts[0][0] == "raised"


@given(st.lists(st.sampled_from([SO, WELL_AGAIN, NOBODY_KNOWS]), max_size=80))
def test_every_alarm_is_raised_once_and_cleared_at_most_once(story: list[Findings]) -> None:
    watch = Watch()
    for findings in story:
        watch.sees(findings)
    told = [act for act in watch.acts if act != "told_again"]
    assert told == (["raised", "cleared"] * len(told))[: len(told)]
    assert watch.acts.count("told_again") <= (RULE.most_told - 1) * watch.raised


def found(rule: str, machine: MachineTold, ahead_ms: int = 0) -> frozenset[str] | None:
    return seen(shipped_alarm_book().rules[rule], beat(1, machine), ahead_ms)


def but(**changes: object) -> MachineTold:
    return msgspec.structs.replace(WELL, **changes)


ONE = frozenset({""})
JAMMED = but(devices=(DeviceTold("card_reader", "hardware_error", "error", "media_jammed"),))


@pytest.mark.parametrize(
    ("rule", "machine", "expected"),
    [
        ("paper_out", NO_PAPER, frozenset({"printer"})),
        ("paper_low", LITTLE_PAPER, frozenset({"printer"})),
        ("device_down", NO_PAPER, frozenset()),
        ("device_down", JAMMED, frozenset({"card_reader"})),
        ("device_ails", LITTLE_PAPER, frozenset()),
        ("closed", but(standing="closed", closed_reason="storage_full"), ONE),
        ("technician_stays", but(standing="technician"), ONE),
        ("box_filling", but(cash_box=CashBoxTold(800, 1)), ONE),
        ("box_filling", but(cash_box=CashBoxTold(799, 1)), frozenset()),
        ("box_filling", but(cash_box=None), None),
        ("journal_owes", but(journal=JournalTold(1, 3_600)), ONE),
        ("journal_owes", but(journal=JournalTold(1, 3_599)), frozenset()),
        ("journal_owes", but(journal=JournalTold(0)), frozenset()),
        ("silent", WELL, frozenset()),
    ],
)
def test_the_shipped_rules_see_what_they_are_named_after(
    rule: str, machine: MachineTold, expected: frozenset[str] | None
) -> None:
    assert found(rule, machine) == expected


def test_a_well_kiosk_worries_nobody() -> None:
    assert {name: found(name, WELL) for name in shipped_alarm_book().rules} == {
        name: frozenset() for name in shipped_alarm_book().rules
    }


@pytest.mark.parametrize(("ahead_ms", "expected"), [(59_999, frozenset()), (60_000, ONE), (-60_000, ONE)])
def test_a_clock_may_be_wrong_either_way(ahead_ms: int, expected: frozenset[str]) -> None:
    assert found("clock_wrong", WELL, ahead_ms) == expected


def test_what_a_technician_does_to_the_devices_is_no_news() -> None:
    opened = msgspec.structs.replace(NO_PAPER, standing="technician")
    assert found("paper_out", opened) is None
    assert found("device_down", opened) is None
    assert found("closed", opened) == frozenset()


def test_each_device_is_an_alarm_of_its_own() -> None:
    two = but(
        devices=(DeviceTold("scanner", "offline", "error"), DeviceTold("id_reader", "offline", "error"))
    )
    assert found("device_down", two) == frozenset({"scanner", "id_reader"})


OWN = b"""
[[rules]]
rule = "silent"
level = "warning"
watch = { kind = "silence" }
after_s = 60
again_s = 600
most_told = 1
"""


def test_an_own_rule_takes_the_place_of_the_shipped_one() -> None:
    book = alarm_book_with(OWN)
    assert book.rules["silent"].after_s == 60
    assert book.rules.keys() == shipped_alarm_book().rules.keys()
    assert alarm_book_with(b"") == shipped_alarm_book()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[[rules]]\nrule = 'x'", "missing required field"),
        (OWN.replace(b"silence", b"noise"), "noise"),
        (OWN.replace(b"again_s = 600", b"again_s = 1"), "again_s"),
        (OWN + OWN, "'silent' stands there twice"),
        (b"\xff", "mine.toml"),
        (b"rules = [", "mine.toml"),
        (OWN + b"colour = 'red'", "colour"),
    ],
)
def test_rules_that_are_none_are_refused_with_the_key(content: bytes, says: str) -> None:
    with pytest.raises(AlarmRulesWrong, match=says) as wrong:
        alarm_book_with(content, "mine.toml")
    assert "mine.toml" in str(wrong.value)


def test_a_heartbeat_of_a_later_kind_of_kiosk_is_judged_by_what_is_known_of_it() -> None:
    unknown = Heartbeat(
        "00000000000000a1", 1, 0, 0, but(devices=(DeviceTold("espresso_machine", "online", "unknown"),))
    )
    assert seen(shipped_alarm_book().rules["device_down"], unknown, 0) == frozenset()
