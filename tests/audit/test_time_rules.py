"""Each rule of time is red on a machine that is set, or built, against it."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.audit import rules_time, walker
from kiosk.audit.house import House
from kiosk.audit.rules_time import TIME
from kiosk.session import events as e
from kiosk.session import journey_faults, moving, steps
from kiosk.session.model import Session
from kiosk.session.moving import Moved
from kiosk.session.view import ScreenView, text
from tests.audit.samples import finding

RULES = {(rule.limit.id, rule.measure.__name__): rule for rule in TIME}
BY_ID = {rule.limit.id: rule for rule in TIME}


@pytest.mark.parametrize(
    ("rule", "timing"),
    [
        ("TIM-1", {"idle_s": 60.0}),
        ("TIM-1", {"idle_s": 400.0}),
        ("TIM-2", {"still_there_s": 10.0}),
        ("TIM-6", {"goodbye_s": 5.0}),
    ],
)
def test_a_machine_that_is_set_too_short_is_seen(house: House, rule: str, timing: dict[str, float]) -> None:
    rules = replace(house.rules, timing=replace(house.rules.timing, **timing))
    assert finding(BY_ID[rule], house.rules).passed
    assert not finding(BY_ID[rule], rules).passed


@pytest.mark.parametrize("work", [steps.Paying, steps.Printing, steps.ReadingCard])
def test_a_question_over_a_machine_at_work_is_seen(
    house: House, monkeypatch: pytest.MonkeyPatch, work: type[steps.Step]
) -> None:
    """Each work apart, and nothing of the others."""
    may = journey_faults.may_expire
    monkeypatch.setattr(journey_faults, "may_expire", lambda at: isinstance(at.step, work) or may(at))
    asked = {found.what for found in rules_time.expiry_at_work(house.rules) if found.value}
    assert asked == {work.__name__}


def test_nothing_is_asked_of_a_machine_at_work(house: House) -> None:
    assert finding(BY_ID["TIM-7"], house.rules).passed


def test_a_silent_warning_is_seen(house: House) -> None:
    silent = replace(house.rules, comfort=replace(house.rules.comfort, volume=0))
    assert finding(BY_ID["TIM-4"], house.rules).passed
    assert not finding(BY_ID["TIM-4"], silent).passed


Break = Callable[[ScreenView], ScreenView]


def counting_down(screen: ScreenView) -> ScreenView:
    over = screen.overlay
    return screen if over is None else replace(screen, overlay=replace(over, countdown_s=40))


def named_alone(screen: ScreenView) -> ScreenView:
    """A question the voice must keep to itself."""
    over = screen.overlay
    if over is None:
        return screen
    named = replace(over, title=text("helper.name", name="张*"), prompt=None, spoken=None)
    return replace(screen, overlay=named)


SHOWN: list[tuple[str, Break]] = [
    ("TIM-4", named_alone),
    ("TIM-4", lambda screen: replace(screen, beep=False)),
    ("CRD-2", lambda screen: replace(screen, beep=False)),
    ("TIM-5", counting_down),
    ("FLW-19", lambda screen: replace(screen, prompt=None)),
    ("RES-1", lambda screen: replace(screen, frame=replace(screen.frame, help=None))),
    (
        "ERR-3",
        lambda screen: replace(screen, choices=screen.choices[: 1 if screen.screen == "notice" else 9]),
    ),
]


@pytest.mark.parametrize(("rule", "broken"), SHOWN)
def test_a_screen_that_does_not_tell_in_time_is_seen(
    house: House, monkeypatch: pytest.MonkeyPatch, rule: str, broken: Break
) -> None:
    assert finding(BY_ID[rule], house.rules).passed
    show: Any = walker.view
    monkeypatch.setattr(walker, "view", lambda session: broken(show(session)))
    assert not finding(BY_ID[rule], house.rules).passed


def test_a_household_that_stays_on_the_screen_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(BY_ID["TIM-8"], house.rules).passed
    holder = rules_time.facts.plain().holder
    monkeypatch.setattr(rules_time, "view", lambda _session: holder)
    assert not finding(BY_ID["TIM-8"], house.rules).passed


def test_settings_that_stay_for_the_next_one_are_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(BY_ID["SET-1"], house.rules).passed
    monkeypatch.setattr(moving, "as_it_was", lambda session: replace(session, leaf=0))
    assert not finding(BY_ID["SET-1"], house.rules).passed


def test_a_kiosk_that_gives_no_more_time_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(BY_ID["TIM-3"], house.rules).passed
    asked: list[e.Event] = []
    step = walker.journey.step

    def twice(session: Session, event: e.Event) -> Moved:
        if not isinstance(event, e.StayTapped):
            return step(session, event)
        asked.append(event)
        return step(session, event) if len(asked) <= 2 else moving.leave(session)

    monkeypatch.setattr(walker.journey, "step", twice)
    assert not finding(BY_ID["TIM-3"], house.rules).passed


def test_every_rule_of_time_was_broken_once() -> None:
    broken = {rule for rule, _ in SHOWN} | {"TIM-1", "TIM-2", "TIM-3", "TIM-6", "TIM-7", "TIM-8", "SET-1"}
    assert set(BY_ID) == broken
