"""Each rule of what a screen offers is red when it is broken on purpose, and green before."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from drivers.idcard import hold
from kiosk.audit import rules_flow
from kiosk.audit.measured import Rule
from kiosk.audit.rules_flow import FLOW, Standing
from kiosk.audit.rules_reflow import REFLOW
from kiosk.session.view import Comfort, Keypad, ScreenView, text
from tests.audit.samples import finding, stops

RULES: dict[str, Rule[Standing]] = {rule.limit.id: rule for rule in FLOW}

Break = Callable[[ScreenView], ScreenView]


def with_frame(**parts: object) -> Break:
    return lambda screen: replace(screen, frame=replace(screen.frame, **parts))


def with_hold_of_two_seconds(screen: ScreenView) -> ScreenView:
    assert screen.hold is not None
    return replace(screen, hold=replace(screen.hold, full_s=2.0))


def without_capitals(screen: ScreenView) -> ScreenView:
    assert screen.total is not None
    return replace(screen, total=replace(screen.total, capitals=None))


def off_without_reason(screen: ScreenView) -> ScreenView:
    first, *others = screen.choices
    return replace(screen, choices=(replace(first, enabled=False, reason=None), *others))


BROKEN: list[tuple[str, str, Break]] = [
    ("FLW-2", "choices", lambda screen: replace(screen, choices=screen.choices * 2)),
    ("FLW-11", "bills", with_frame(back=None)),
    ("FLW-13", "bills", lambda screen: replace(screen, progress=None)),
    ("FLW-14", "bills", without_capitals),
    ("AUD-5", "home", with_frame(comfort=None)),
    ("CSH-1", "home", lambda screen: replace(screen, footnote=None)),
    ("CSH-1", "methods", lambda screen: replace(screen, choices=screen.choices[1:])),
    ("CSH-2", "cash", lambda screen: replace(screen, rules=(), prompt=None, sums=())),
    ("CSH-3", "methods", off_without_reason),
    ("CRD-3", "take_card", lambda screen: replace(screen, hold=None)),
    ("TCH-13", "take_card", with_hold_of_two_seconds),
    ("ERR-1", "notice problem.account_unknown.title", lambda screen: replace(screen, prompt=None)),
]


@pytest.mark.parametrize(("rule", "kind", "broken"), BROKEN)
def test_a_rule_of_the_screen_sees_what_is_wrong(
    standing: Callable[[str], Standing], rule: str, kind: str, broken: Break
) -> None:
    whole = standing(kind)
    assert finding(RULES[rule], whole).passed
    assert not finding(RULES[rule], replace(whole, screen=broken(whole.screen))).passed


def test_a_keypad_where_no_number_is_typed_is_for_a_pin(standing: Callable[[str], Standing]) -> None:
    keypad: Keypad | None = standing("keypad").screen.keypad
    assert finding(RULES["PRV-2"], standing("keypad")).passed
    home = standing("home")
    assert not finding(RULES["PRV-2"], replace(home, screen=replace(home.screen, keypad=keypad))).passed


def test_bills_that_are_not_offered_afterwards_are_seen(standing: Callable[[str], Standing]) -> None:
    done = standing("done settled.title")
    step = done.session.step
    one = replace(step, basket=replace(step.basket, bills=step.basket.bills[:1]))
    paid_one = replace(done, session=replace(done.session, step=one))
    assert finding(RULES["FLW-17"], paid_one).passed
    bare = replace(done.screen, choices=done.screen.choices[:1])
    assert not finding(RULES["FLW-17"], replace(paid_one, screen=bare)).passed


def test_bills_that_were_found_beside_the_paid_ones_count_as_well(
    standing: Callable[[str], Standing], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = standing("done settled.title")
    step = done.session.step
    found = step.back.findings
    back = replace(step.back, findings=replace(found, bills=found.bills[:1], others=found.bills[1:]))
    alone = replace(step, back=back, basket=replace(step.basket, bills=step.basket.bills[:1]))
    paid_one = replace(done, session=replace(done.session, step=alone))
    assert finding(RULES["FLW-17"], paid_one).passed
    monkeypatch.setattr("kiosk.session.journey_receipt.may_offer", lambda *_: False)
    assert not finding(RULES["FLW-17"], paid_one).passed


def test_a_driver_that_waits_longer_is_seen(
    standing: Callable[[str], Standing], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert finding(RULES["TCH-13"], standing("take_card")).passed
    monkeypatch.setattr(hold, "HOLD_S", 9.0)
    assert not finding(RULES["TCH-13"], standing("take_card")).passed


def test_a_hold_that_no_driver_hears_of_is_seen(standing: Callable[[str], Standing]) -> None:
    assert not finding(RULES["TCH-13"], deaf(standing("take_card"))).passed


def deaf(standing: Standing) -> Standing:
    shown = standing.screen.hold
    assert shown is not None
    return replace(standing, screen=replace(standing.screen, hold=replace(shown, down_event=None)))


@pytest.mark.parametrize("key", ["cash.rule.notes", "cash.rule.no_change", "cash.rule."])
def test_a_rule_of_banknotes_that_is_not_told_is_seen(standing: Callable[[str], Standing], key: str) -> None:
    """Whatever else stands in its place."""
    cash = standing("cash")
    assert finding(RULES["CSH-2"], cash).passed
    left = [each for each in cash.screen.rules if not each.key.startswith(key)]
    if key == "cash.rule.no_change":
        left = [each for each in left if not each.key.startswith("cash.counter.")]
    assert len(left) < len(cash.screen.rules)
    broken = replace(cash.screen, rules=tuple(left), prompt=text("frame.brand"))
    assert not finding(RULES["CSH-2"], replace(cash, screen=broken)).passed


def test_no_way_out_is_seen(standing: Callable[[str], Standing], monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(RULES["FLW-12"], standing("bills")).passed
    monkeypatch.setattr(rules_flow, "_named", lambda _screen, *_names: None)
    assert not finding(RULES["FLW-12"], standing("bills")).passed


@pytest.mark.parametrize("rule", ["ERR-4", "SET-2"])
def test_a_change_of_look_that_goes_somewhere_else_is_seen(
    standing: Callable[[str], Standing], monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    away = standing("home").session
    assert finding(RULES[rule], standing("bills")).passed
    monkeypatch.setattr(rules_flow.journey, "step", lambda _session, _event: (away, ()))
    assert not finding(RULES[rule], standing("bills")).passed


def test_every_rule_of_the_screen_was_broken_once() -> None:
    assert set(RULES) == {rule for rule, _, _ in BROKEN} | {"PRV-2", "FLW-12", "FLW-17", "ERR-4", "SET-2"}


@pytest.mark.parametrize(("rule", "comfort"), [(0, Comfort(size=200)), (1, Comfort(reach=True))])
def test_what_one_layout_leaves_out_is_seen(
    monkeypatch: pytest.MonkeyPatch, rule: int, comfort: Comfort
) -> None:
    from kiosk.audit import rules_reflow  # noqa: PLC0415 - its view is exchanged

    usual = stops()["methods"].session
    other = Standing(replace(usual, comfort=comfort), stops()["methods"].screen)
    assert finding(REFLOW[rule], other).passed

    def leave_out(session: object, role: str = "resident") -> ScreenView:
        screen = show(session, role)
        return screen if session.comfort == Comfort() else replace(screen, choices=screen.choices[1:])  # type: ignore[attr-defined]

    show = rules_reflow.view
    monkeypatch.setattr(rules_reflow, "view", leave_out)
    monkeypatch.setattr(rules_reflow.walk, "leaves", lambda session: [session])
    assert not finding(REFLOW[rule], other).passed
