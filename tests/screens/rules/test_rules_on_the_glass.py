"""Each rule of what is on the glass is red when a screen is broken on purpose, and green before.

The widgets of a real screen are moved, shrunk or painted over, and the rules look at it again.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.audit.combinations import Combination
from kiosk.audit.gallery import IN_ALL_THEMES, IN_ONE_THEME, limits
from kiosk.audit.glass import Glass
from kiosk.audit.measured import Rule
from kiosk.audit.rules_across import STILL, Places
from kiosk.audit.seen import Seen
from screens.rectangle import Rectangle
from tests.audit.samples import finding, stops, the_house

RULES: dict[str, Rule[Seen]] = {rule.limit.id: rule for rule in (*IN_ONE_THEME, *IN_ALL_THEMES, STILL)}
USUAL = Combination("resident", "portrait", 100, "light", "zh")

Break = Callable[[Seen], None]


@pytest.fixture(scope="module")
def glass() -> Iterator[Glass]:
    house = the_house()
    made = Glass(house.displays["portrait"], USUAL.comfort, house.languages)
    yield made
    made.leave()


@pytest.fixture
def look(glass: Glass) -> Callable[[str], Seen]:
    """A fresh screen of a kind, drawn anew."""

    def at(kind: str, combination: Combination = USUAL) -> Seen:
        glass.forget()
        glass.host.screen and glass.host.remove_widget(glass.host.screen)
        glass.host.screen = None
        view = replace(stops()[kind].screen, comfort=combination.comfort)
        glass.show(view)
        return Seen(view, glass, combination, glass.pixels())

    return at


def again(seen: Seen) -> Seen:
    """The same screen as it is now."""
    return Seen(seen.view, seen.glass, seen.combination, seen.glass.pixels())


def words(seen: Seen, said: str) -> Any:
    return seen.drawn(said)[0]


def target(seen: Seen, name: str) -> Any:
    return next(each for each in seen.targets if each.name == name)


def set_in(size: str, of: Callable[[Seen], Any]) -> Break:
    """Type of another size, in the same place."""

    def shrink(seen: Seen) -> None:
        widget = of(seen)
        widget.text_size, widget.single_line = size, False
        widget.arrange()

    return shrink


def painted(of: Callable[[Seen], Any], colour: str) -> Break:
    def paint(seen: Seen) -> None:
        widget = of(seen)
        widget.say(widget.text, colour)
        widget.arrange()

    return paint


def placed(name: str, box: Callable[[Seen, Rectangle], Rectangle]) -> Break:
    def move(seen: Seen) -> None:
        widget = target(seen, name)
        widget.box = box(seen, widget.box)
        widget.pos, widget.size = (widget.box.x, widget.box.y), (widget.box.width, widget.box.height)

    return move


def title(seen: Seen) -> Any:
    return words(seen, seen.said(seen.view.title))


def prompt(seen: Seen) -> Any:
    assert seen.view.prompt is not None
    return words(seen, seen.said(seen.view.prompt))


def total(seen: Seen) -> Any:
    assert seen.view.total is not None
    return max(seen.drawn(seen.view.total.digits), key=lambda drawn: drawn.box.height)


def squeezed(seen: Seen) -> None:
    widget = title(seen)
    widget.box = Rectangle(widget.box.x, widget.box.y, widget.box.width, 20)


def silent(seen: Seen) -> None:
    prompt(seen).say("")


def follows_a_finger(seen: Seen) -> None:
    class Swiped(type(title(seen))):  # type: ignore[misc]  # a widget like any other
        def on_touch_move(self, touch: Any) -> bool:
            return bool(touch)

    seen.host.screen.add_widget(Swiped(seen.host.surroundings))


def whole_edge(seen: Seen) -> None:
    """A button that is off, drawn as if it could be pressed."""
    from screens.widgets.face import card_face  # noqa: PLC0415 - Kivy starts late

    card = next(each for each in seen.targets if not each.enabled)
    card.draw_face(card_face(seen.look, seen.look.palette.edge, enabled=True, pressed=False))


def edge_of_paper(seen: Seen) -> None:
    from screens.widgets.plate import plate  # noqa: PLC0415 - Kivy starts late

    card, look = target(seen, "services"), seen.look
    card.canvas.before.clear()
    card.canvas.before.add(plate(card.box, look.palette.paper, look.palette.paper, 2, look.corner))


def tiny(seen: Seen) -> None:
    """Strokes of another size than the look says."""
    widget = title(seen)
    widget.look = dataclasses.replace(widget.look, scale=0.4)
    widget.arrange()


def close_lines(seen: Seen) -> None:
    class Close(type(seen.look)):  # type: ignore[misc]  # a look with lines too close together
        def line_px(self, size: Any) -> float:
            return float(self.em_px(size))

    widget = next(each for each in seen.words if len(each.lines) > 1)
    widget.look = Close(
        **{each.name: getattr(seen.look, each.name) for each in dataclasses.fields(seen.look)}
    )
    widget.arrange()


MM = 4.03
BROKEN: list[tuple[str, str, Break]] = [
    ("VIS-1", "home", tiny),
    ("VIS-2", "home", set_in("small", prompt)),
    ("VIS-3", "home", set_in("body", title)),
    ("VIS-4", "bills", set_in("title", total)),
    ("VIS-5", "home", set_in("strong", title)),
    ("VIS-6", "home", squeezed),
    ("VIS-6", "home", silent),
    ("VIS-7", "home", close_lines),
    ("VIS-9", "home", painted(title, "#666666")),
    ("VIS-10", "home", painted(title, "#999999")),
    ("VIS-11", "home", edge_of_paper),
    ("VIS-13", "methods", whole_edge),
    ("TCH-1", "home", placed("services", lambda _seen, box: Rectangle(box.x, box.y, box.width, 15 * MM))),
    ("TCH-2", "home", placed("services", lambda _seen, box: Rectangle(box.x, box.y, 50 * MM, box.height))),
    (
        "TCH-3",
        "home",
        placed("services", lambda _seen, box: Rectangle(box.x, box.y, box.width, box.height + 25)),
    ),
    ("TCH-4", "notice + leave", placed("stay", lambda seen, box: _beside(seen, "leave", box, 6 * MM))),
    ("TCH-5", "home", placed("services", lambda _seen, box: Rectangle(8, box.y, box.width, box.height))),
    ("TCH-6", "keypad", placed("digit_1", lambda _seen, box: Rectangle(box.x, box.y, box.width, 15 * MM))),
    ("TCH-8", "home", follows_a_finger),
    ("TCH-12", "home", placed("services", lambda _seen, box: Rectangle(box.x, box.y, box.width, 8 * MM))),
]


def _beside(seen: Seen, name: str, box: Rectangle, gap: float) -> Rectangle:
    other = target(seen, name).box
    return Rectangle(other.right + gap, other.y, box.width, box.height)


@pytest.mark.parametrize(("rule", "kind", "broken"), BROKEN)
def test_a_rule_of_the_glass_sees_what_is_wrong(
    look: Callable[[str], Seen], rule: str, kind: str, broken: Break
) -> None:
    seen = look(kind)
    before = finding(RULES[rule], seen)
    broken(seen)
    after = finding(RULES[rule], again(seen))
    assert not after.passed
    assert after.worst != before.worst


def test_a_frame_that_moves_is_seen(look: Callable[[str], Seen]) -> None:
    places = Places().rule
    assert finding(places, look("methods")).passed
    bills = look("bills")
    assert finding(places, bills).passed
    placed("back", lambda _seen, box: Rectangle(box.x + 2 * MM, box.y, box.width, box.height))(bills)
    assert not finding(places, bills).passed


def test_something_that_moves_by_itself_is_seen(look: Callable[[str], Seen]) -> None:
    from kivy.clock import Clock  # noqa: PLC0415 - Kivy starts late

    seen = look("home")
    assert finding(RULES["VIS-15"], seen).passed
    widget = title(seen)
    jump = Clock.schedule_interval(lambda _s: widget.place(_nudged(widget.box)), 0)
    assert not finding(RULES["VIS-15"], seen).passed
    jump.cancel()


def _nudged(box: Rectangle) -> Rectangle:
    return Rectangle(box.x + 3, box.y, box.width, box.height)


LOW = replace(USUAL, reach=True)


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("WHL-1", placed("services", lambda _s, box: Rectangle(box.x, 30 * MM, box.width, box.height))),
        ("WHL-2", placed("comfort_reach", lambda _s, box: Rectangle(box.x, box.y, box.width, 15 * MM))),
        ("WHL-4", lambda seen: title(seen).place(Rectangle(100, 1800, 800, 105))),
    ],
)
def test_what_is_out_of_reach_is_seen(look: Callable[..., Seen], rule: str, broken: Break) -> None:
    seen = look("home", LOW)
    broken(seen)
    assert not finding(RULES[rule], again(seen)).passed


def test_every_rule_of_the_glass_was_broken_once() -> None:
    broken = {rule for rule, _, _ in BROKEN} | {"VIS-15", "WHL-1", "WHL-2", "WHL-4"}
    assert set(RULES) == broken
    assert {limit.id for limit in limits([USUAL, LOW])} == broken - {"VIS-15"} | {"FLW-11", "FLW-19"}
