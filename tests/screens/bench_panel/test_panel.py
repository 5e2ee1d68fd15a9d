"""The bench panel with a mouse: presses reach their controls, and nothing is cut off or covered."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from screens.bench_panel.bench_view import (
    BenchControl,
    BenchDevice,
    BenchRow,
    BenchView,
    PaperWords,
    Slip,
)
from tests.bench.conftest import Workbench
from tests.screens.bench import Finger

HEIGHT_PX = 960
SLIP = Slip(1, 576, 1700, bytes(576 * 850) + b"\xff" * (576 * 850))
Pressed = list[tuple[str, str]]


def view(*controls: BenchControl, state: str = "ready", slip: Slip | None = None) -> BenchView:
    device = BenchDevice("Printer", "printer", state, (BenchRow("hand", controls),))
    top = BenchDevice("Somebody", "house", "1/2", (BenchRow("", (BenchControl("next", "next"),), 1),))
    paper = PaperWords("slip 1" if slip else "", "nothing yet", "larger", "smaller")
    return BenchView("bench", "note", top, ((), (device,)), paper, slip)


class Desk:
    """A panel in the window, and what was pressed on it."""

    def __init__(self, shown: BenchView) -> None:
        from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late

        from screens.bench_panel.panel import BenchPanel  # noqa: PLC0415
        from screens.bench_panel.sizes import panel_width  # noqa: PLC0415
        from screens.rectangle import Rectangle  # noqa: PLC0415

        self.pressed: Pressed = []
        self.now_s = 100.0
        self.panel: Any = BenchPanel(shown, HEIGHT_PX, self._press, lambda: self.now_s)
        for other in list(Window.children):
            Window.remove_widget(other)
        Window.add_widget(self.panel)
        self.panel.place(Rectangle(540, 0, panel_width(HEIGHT_PX), HEIGHT_PX))

    def _press(self, name: str, press: str) -> None:
        self.pressed.append((name, press))

    def finger_on(self, name: str) -> Finger:
        x, y = self.panel.find(name).center
        return Finger(float(x), float(y))

    def tap(self, name: str) -> None:
        self.finger_on(name).lift()
        self.now_s += 1

    def all_of(self, kind: type) -> list[Any]:
        return [widget for widget in self.panel.walk(restrict=True) if isinstance(widget, kind)]


@pytest.fixture
def desk_for() -> Iterator[Callable[[BenchView], Desk]]:
    made: list[Desk] = []

    def make(shown: BenchView) -> Desk:
        made.append(Desk(shown))
        return made[-1]

    yield make
    for desk in made:
        desk.panel.parent.remove_widget(desk.panel)


DeskFor = Callable[[BenchView], Desk]


def test_a_press_is_told_by_its_controls_name(desk_for: DeskFor) -> None:
    desk = desk_for(view(BenchControl("printer.tear_off", "tear off")))
    desk.tap("printer.tear_off")
    desk.tap("next")
    assert desk.pressed == [("printer.tear_off", "tap"), ("next", "tap")]


def test_what_does_not_apply_tells_nothing_until_it_does(desk_for: DeskFor) -> None:
    control = BenchControl("printer.tear_off", "tear off", applies=False)
    desk = desk_for(view(control))
    desk.tap("printer.tear_off")
    assert desk.pressed == []
    desk.panel.show(view(replace(control, applies=True)))
    desk.tap("printer.tear_off")
    assert desk.pressed == [("printer.tear_off", "tap")]


def test_a_control_to_hold_tells_both_ends(desk_for: DeskFor) -> None:
    desk = desk_for(view(BenchControl("id_reader.red_button", "hold", held=True)))
    finger = desk.finger_on("id_reader.red_button")
    assert desk.pressed == [("id_reader.red_button", "down")]
    finger.lift()
    assert desk.pressed[1:] == [("id_reader.red_button", "up")]


def test_the_state_follows_the_device(desk_for: DeskFor) -> None:
    desk = desk_for(view(BenchControl("a", "a")))
    desk.panel.show(view(BenchControl("a", "a"), state="cover open"))
    [card] = desk.panel.columns[1]
    assert card.state.text == "cover open"


def test_the_receipt_grows_when_pressed_and_shrinks_again(desk_for: DeskFor) -> None:
    desk = desk_for(view(BenchControl("a", "a")))
    desk.panel.show(view(BenchControl("a", "a"), slip=SLIP))
    small = desk.panel.paper.box
    desk.tap("paper")
    assert desk.panel.large_paper.parent is desk.panel
    assert desk.panel.large_paper.box.height > small.height
    x, y = desk.panel.large_paper.center
    Finger(float(x), float(y)).lift()
    assert desk.panel.large_paper.parent is None


def test_without_a_receipt_the_paper_is_no_button(desk_for: DeskFor) -> None:
    desk = desk_for(view(BenchControl("a", "a")))
    desk.tap("paper")
    assert desk.panel.large_paper.parent is None


@pytest.fixture
def whole_desk(desk_for: DeskFor) -> Desk:
    """The bench as it is shipped, with everything that can be wrong being wrong: the longest words."""
    workbench = Workbench()
    for name, control in workbench.controls().items():
        if control.fault:
            workbench.press(name)
    workbench.press("code_window.show_nonsense")
    return desk_for(workbench.bench.view())


def test_no_word_of_the_bench_leaves_its_box(whole_desk: Desk) -> None:
    from screens.widgets.words import Words  # noqa: PLC0415 - Kivy starts late

    said = [words for words in whole_desk.all_of(Words) if words.text]
    assert len(said) > 60
    assert [words.text for words in said if words.ink_size[0] > words.box.width + 1] == []


def test_no_control_of_the_bench_covers_another_or_leaves_it(whole_desk: Desk) -> None:
    from screens.bench_panel.control_button import ControlButton  # noqa: PLC0415 - Kivy starts late

    buttons = whole_desk.all_of(ControlButton)
    panel = whole_desk.panel.box
    assert len(buttons) > 50
    outside = [button.name for button in buttons if button.box.x < panel.x or button.box.right > panel.right]
    assert outside == []
    covered = [
        (one.name, other.name)
        for number, one in enumerate(buttons)
        for other in buttons[number + 1 :]
        if one.box.x < other.box.right
        and other.box.x < one.box.right
        and one.box.y < other.box.top
        and other.box.y < one.box.top
    ]
    assert covered == []


def test_the_receipt_has_room_below_the_devices(whole_desk: Desk) -> None:
    assert whole_desk.panel.paper.box.height > HEIGHT_PX / 4
    assert all(card.box.y > 0 for column in whole_desk.panel.columns for card in column)
