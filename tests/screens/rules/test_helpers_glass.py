"""AST-2 and the staff's display are red when they are broken on purpose, and green before."""

import dataclasses
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kiosk.audit import rules_contrast, standings
from kiosk.audit.combinations import Combination
from kiosk.audit.glass import Glass, StaffGlass
from kiosk.audit.rules_helper import HELPED, MIRROR, PANEL, STOP
from kiosk.audit.seen import Seen
from kiosk.audit.walk import with_helper
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.view import Button, HelperPanel, text
from tests.audit.samples import finding, stops, the_house

USUAL = Combination("helper", "portrait", 100, "light", "zh")
KINDS = ["home", "keypad", "methods", "home + help"]

Break = Callable[[Seen], None]
RULES_OF_PANEL = {rule.limit.id: rule for rule in PANEL}


@pytest.fixture(scope="module")
def residents() -> Iterator[Glass]:
    house = the_house()
    made = Glass(house.displays["portrait"], USUAL.comfort, house.languages)
    yield made
    made.leave()


@pytest.fixture(scope="module")
def staffs() -> Iterator[StaffGlass]:
    house = the_house()
    made = StaffGlass(house.displays["portrait"], USUAL.comfort, house.languages)
    yield made
    made.leave()


def with_one(kind: str) -> Session:
    session = with_helper(stops()[kind].session)
    assert session is not None
    return session


def helped(glass: Glass, kind: str) -> Seen:
    shown = view(with_one(kind))
    glass.forget()
    glass.show(shown)
    return Seen(shown, glass, USUAL, glass.pixels())


def stop_of(seen: Seen) -> Any:
    return next(each for each in seen.targets if each.name == STOP)


def gone(seen: Seen) -> None:
    stop_of(seen).name = "something"


def off(seen: Seen) -> None:
    stop_of(seen).enabled = False


def tiny(seen: Seen) -> None:
    stop = stop_of(seen)
    stop.box = stop.box.middle(40, 40)


def unsaid(seen: Seen) -> None:
    seen.host.top_bar.banner.text = ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("broken", [gone, off, tiny, unsaid])
def test_a_resident_sees_who_presses_and_can_stop_them(residents: Glass, kind: str, broken: Break) -> None:
    seen = helped(residents, kind)
    assert finding(HELPED, seen).passed
    broken(seen)
    assert not finding(HELPED, seen).passed


def test_a_screen_without_a_helper_fails(residents: Glass) -> None:
    """Nothing there is nothing kept."""
    shown = stops()["home"].screen
    residents.show(shown)
    assert not finding(HELPED, Seen(shown, residents, USUAL, residents.pixels())).passed


def on_staffs(glass: StaffGlass, kind: str) -> tuple[Seen, Seen]:
    return shown_to_staff(glass, with_one(kind))


def shown_to_staff(glass: StaffGlass, session: Session) -> tuple[Seen, Seen]:
    shown = view(session, "helper")
    glass.show(shown)
    board = glass.board
    return Seen(shown, glass, USUAL, glass.pixels()), Seen(shown, board, USUAL, board.pixels())


@pytest.mark.parametrize("kind", KINDS)
def test_the_staffs_display_keeps_its_rules(staffs: StaffGlass, kind: str) -> None:
    mirror, panel = on_staffs(staffs, kind)
    assert mirror.words
    assert {each.name for each in panel.targets} >= {"swap", "act_end"}
    keeps_all(mirror, panel)


def keeps_all(mirror: Seen, panel: Seen) -> None:
    for of_mirror in MIRROR:
        found = finding(of_mirror, mirror)
        assert found.passed or found.worst is None, found
    for of_panel in PANEL:
        found = finding(of_panel, panel)
        assert found.passed or found.worst is None, found


@pytest.mark.parametrize("standing", standings.ALL, ids=lambda standing: standing.name)
def test_the_staffs_display_keeps_its_rules_however_it_stands(
    staffs: StaffGlass, standing: standings.StaffStanding
) -> None:
    keeps_all(*shown_to_staff(staffs, standing.stands(stops()["home"].session)))


def test_a_found_payment_that_is_not_shown_is_found(staffs: StaffGlass) -> None:
    (found,) = [each for each in standings.ALL if each.name == "found payment"]
    _, panel = shown_to_staff(staffs, found.stands(stops()["home"].session))
    assert finding(RULES_OF_PANEL["VIS-6"], panel).passed
    staffs.whole.board.found.lines[0][1].text = ""
    assert not finding(RULES_OF_PANEL["VIS-6"], dataclasses.replace(panel)).passed
    staffs.whole.board.show(panel.view.panel)


def say(seen: Seen) -> Any:
    shown = seen.view.panel
    assert shown is not None
    assert shown.name is not None
    return seen.drawn(seen.said(shown.name))[0]


def hidden(seen: Seen) -> None:
    say(seen).text = ""


def narrow(seen: Seen) -> None:
    words = say(seen)
    words.box = words.box.cut_left(words.ink_size[0] / 2)[0]


def small(seen: Seen) -> None:
    seen.targets[0].box = seen.targets[0].box.middle(40, 40)


def close(seen: Seen) -> None:
    seen.targets[0].box = seen.targets[1].box


@pytest.mark.parametrize(
    ("rule_id", "broken"),
    [("VIS-6", hidden), ("VIS-6", narrow), ("TCH-1", small), ("TCH-3", close), ("TCH-12", small)],
)
def test_a_broken_panel_is_found(staffs: StaffGlass, rule_id: str, broken: Break) -> None:
    _, panel = on_staffs(staffs, "methods")
    assert finding(RULES_OF_PANEL[rule_id], panel).passed
    broken(panel)
    after = dataclasses.replace(panel) if broken is hidden else panel
    assert not finding(RULES_OF_PANEL[rule_id], after).passed
    staffs.whole.board.show(panel.view.panel)
    staffs.forget()


def test_what_only_the_resident_may_press_must_look_off(monkeypatch: pytest.MonkeyPatch) -> None:
    off = SimpleNamespace(name="pay", enabled=False, event=None, box=None)
    button = Button("pay", text("bills.pay"), None, enabled=False)
    pixels = np.zeros((2, 2, 3), np.uint8)
    seen = SimpleNamespace(pixels=pixels, targets=[off], view=HelperPanel(buttons=(button,)))
    monkeypatch.setattr(rules_contrast.geometry, "within_reach", lambda _seen: [])
    monkeypatch.setattr(rules_contrast, "dashes_along", lambda _pixels, _box: 0)
    (found,) = rules_contrast.by_colour_alone(seen)  # type: ignore[arg-type]  # all of a screen it looks at
    assert found.value == 1
