"""The board: what is pressed, what is drawn again and what is not."""

from time import perf_counter

from msgspec.structs import replace

from kiosk.technician.view import Chip, TechnicianView
from tests.screens.technician.bench import TechnicianBench
from tests.screens.technician.samples import TRACE, board, board_all, board_running
from tests.screens.wording import w

MOST_S = 0.02
"""For one new line: more than a hundred times in ten seconds this would be felt."""


def with_trace(view: TechnicianView, *lines: str) -> TechnicianView:
    return replace(view, desk=replace(view.desk, trace=lines))


def drawings(bench: TechnicianBench) -> dict[str, list[object]]:
    """What each card's canvas is made of; drawing a card again makes all of it anew."""
    return {name: list(tile.canvas.before.children) for name, tile in bench.host.page.tiles.items()}


def test_a_card_opens_its_part(technician: TechnicianBench) -> None:
    technician.show(board_all())
    technician.tap("open_printer")
    assert technician.sent == ["open_printer tapped"]


def test_the_buttons_at_the_bottom_are_sent(technician: TechnicianBench) -> None:
    technician.show(board())
    for name in ("run_all", "export", "leave"):
        technician.tap(name)
    assert technician.sent == ["run_all tapped", "export tapped", "leave tapped"]


def test_leaving_can_be_refused_with_a_reason(technician: TechnicianBench) -> None:
    from tests.screens.technician.samples import board_cannot_leave  # noqa: PLC0415

    technician.show(board_cannot_leave())
    technician.tap("leave")
    assert technician.sent == []


def test_the_newest_lines_of_the_trace_are_shown(technician: TechnicianBench) -> None:
    technician.show(with_trace(board(), *(f"line {number}" for number in range(100))))
    assert technician.host.page.trace.drawn[-1] == "line 99"
    assert "line 0" not in technician.host.page.trace.drawn


def test_a_new_line_leaves_the_cards_alone(technician: TechnicianBench) -> None:
    technician.show(board_all())
    before = drawings(technician)
    technician.show(with_trace(board_all(), *TRACE, "22:05:08 printer < ok"))
    assert technician.host.page.trace.drawn[-1] == "22:05:08 printer < ok"
    assert drawings(technician) == before


def test_one_part_that_changes_leaves_the_others_alone(technician: TechnicianBench) -> None:
    technician.show(board_all())
    before = drawings(technician)
    cards = list(board_all().desk.cards)
    cards[3] = replace(cards[3], chip=Chip(w("没有纸"), "error"))
    technician.show(replace(board_all(), desk=replace(board_all().desk, cards=tuple(cards))))
    after = drawings(technician)
    assert {name for name in before if after[name] != before[name]} == {"printer"}
    assert technician.host.page.tiles["printer"].chip.text.text == "没有纸"


def test_a_new_second_leaves_the_page_alone(technician: TechnicianBench) -> None:
    technician.show(board_all())
    button = technician.host.find("run_all")
    before = drawings(technician), list(button.canvas.before.children)
    technician.show(replace(board_all(), whose=w("技术员 07 · 剩余 14:31")))
    assert technician.host.title_bar.whose.text == "技术员 07 · 剩余 14:31"
    assert (drawings(technician), list(button.canvas.before.children)) == before


def test_a_new_line_costs_next_to_nothing(technician: TechnicianBench) -> None:
    views = [with_trace(board_all(), *TRACE, f"22:05:08 printer < {number}") for number in range(30)]
    technician.show(views[0])
    costs = []
    for view in views[1:]:
        began = perf_counter()
        technician.show(view)
        costs.append(perf_counter() - began)
    assert sorted(costs)[len(costs) // 2] < MOST_S


def test_the_ring_comes_and_goes_with_a_run(technician: TechnicianBench) -> None:
    ring = technician.show(board_all()).host.page.ring
    assert ring.parent is None
    technician.show(board_running())
    assert ring.parent is not None
    assert ring.fraction == 9 / 23
    technician.show(board_all())
    assert ring.parent is None


def test_a_finger_on_a_card_is_not_disturbed_by_news(technician: TechnicianBench) -> None:
    finger = technician.show(board_all()).press("open_printer")
    technician.show(with_trace(board_all(), *TRACE, "22:05:08 printer < ok"))
    finger.lift()
    assert technician.sent == ["open_printer tapped"]
