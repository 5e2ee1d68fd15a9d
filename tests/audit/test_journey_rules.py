"""Every journey that takes a step too many is seen."""

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.audit import facts, rules_journeys
from kiosk.audit.house import House
from kiosk.audit.rules_house import HOUSE
from kiosk.audit.rules_journeys import JOURNEYS
from kiosk.audit.walker import Spent, Walker
from kiosk.session import events as e
from kiosk.session import journey_find, show, steps
from kiosk.session.household import Findings
from tests.audit.samples import finding

RULES = {rule.limit.id: rule for rule in JOURNEYS}
MACHINE = {rule.limit.id: rule for rule in HOUSE}


@pytest.mark.parametrize("rule", ["FLW-5", "FLW-6", "FLW-7", "FLW-8", "FLW-10"])
def test_a_detour_before_every_tap_is_seen(house: House, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    assert finding(RULES[rule], house.rules).passed
    taps = Walker.taps

    def by_a_detour(walker: Walker, *names: str) -> None:
        for name in names:
            taps(walker, "help", "stay", "help", "stay", "help", "stay", name)

    monkeypatch.setattr(Walker, "taps", by_a_detour)
    assert not finding(RULES[rule], house.rules).passed


def test_another_screen_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(RULES["FLW-4"], house.rules).passed
    wait = show._SCREENS[steps.LookUp]
    monkeypatch.setitem(
        show._SCREENS, steps.LookUp, lambda session, step: replace(wait(session, step), screen="bills")
    )
    assert finding(RULES["FLW-4"], house.rules).worst == 5
    assert not finding(RULES["FLW-4"], house.rules).passed


def test_two_questions_of_one_look_are_two_screens(house: House) -> None:
    walker = Walker(house.rules, facts.plain())
    walker.taps("household")
    asked = walker.spent.screens
    walker.taps("typed")
    assert isinstance(walker.session.step, steps.ChooseNumberKind)
    assert walker.spent.screens == asked + 1


def test_a_tap_for_every_bill_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(RULES["FLW-9"], house.rules).passed

    def found(wish: str, findings: Findings, back: steps.Step) -> steps.Step:
        others = frozenset(bill.bill_id for bill in findings.bills[1:])
        return steps.ConfirmBills(wish, findings, back, off=others)

    monkeypatch.setattr(journey_find, "ConfirmBills", found)
    assert not finding(RULES["FLW-9"], house.rules).passed


def test_a_slot_that_wakes_nobody_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(RULES["FLW-15"], house.rules).passed
    feed = Walker.feed

    def deaf(walker: Walker, event: Any) -> None:
        if not isinstance(event, e.CardInserted):
            feed(walker, event)

    monkeypatch.setattr(Walker, "feed", deaf)
    assert not finding(RULES["FLW-15"], house.rules).passed


def test_a_card_asked_for_a_known_number_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(RULES["FLW-16"], house.rules).passed
    pays = rules_journeys._pays

    def shows_a_card_first(walker: Walker) -> Spent:
        walker.seen.append(replace(walker.session, step=rules_journeys.steps.InsertCard("water", "id_card")))
        return pays(walker)

    monkeypatch.setattr(rules_journeys, "_pays", shows_a_card_first)
    assert not finding(RULES["FLW-16"], house.rules).passed


def test_every_journey_was_broken_once() -> None:
    assert set(RULES) == {"FLW-4", "FLW-5", "FLW-6", "FLW-7", "FLW-8", "FLW-9", "FLW-10", "FLW-15", "FLW-16"}


@pytest.mark.parametrize("rule", ["VIS-12", "VIS-14", "VIS-16", "VIS-17", "AUD-2", "LNG-1"])
def test_the_machine_as_delivered_passes(house: House, rule: str) -> None:
    assert finding(MACHINE[rule], house).passed


def test_a_coarse_panel_is_seen(house: House) -> None:
    wide = replace(house.displays["landscape"], width_mm=700.0, height_mm=393.75)
    assert not finding(MACHINE["VIS-17"], replace(house, displays={"landscape": wide})).passed


@pytest.mark.parametrize("rule", ["VIS-14", "VIS-16"])
def test_a_character_the_typeface_has_not_is_seen(
    house: House, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    from kiosk.audit import ink  # noqa: PLC0415

    drawn = ink.is_drawn
    monkeypatch.setattr(ink, "is_drawn", lambda sign, *, bold: sign != "一" and drawn(sign, bold=bold))
    assert not finding(MACHINE[rule], house).passed


@pytest.mark.parametrize(
    ("rule", "event"),
    [("VIS-12", e.ThemeTapped), ("AUD-2", e.VolumeTapped), ("LNG-1", e.LanguageTapped)],
)
def test_a_strip_that_does_nothing_is_seen(
    house: House, monkeypatch: pytest.MonkeyPatch, rule: str, event: type
) -> None:
    feed = Walker.feed
    monkeypatch.setattr(
        Walker, "feed", lambda walker, what: None if isinstance(what, event) else feed(walker, what)
    )
    assert not finding(MACHINE[rule], house).passed
