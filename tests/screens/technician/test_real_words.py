"""The technician's pages as the mode itself makes them, in their real words: all of it fits."""

from collections.abc import Callable
from typing import get_args

import pytest

from kiosk.audit.geometry import faults
from kiosk.selftest import model
from kiosk.selftest.model import Ask, Measured, Part, PartState, Result
from kiosk.technician import events as t
from kiosk.technician.left_cards import FOUND_AT, KINDS, CardGone, LeftCard, RegisterLine
from kiosk.technician.lockout import Lockout
from kiosk.technician.rules import ModeRules
from kiosk.technician.view import CellTouched, Lines, TechnicianView
from kiosk.texts import load_texts
from tests.screens.conftest import LOOKS
from tests.screens.technician.bench import TECHNICIANS, TechnicianBench
from tests.technician import bench as technicians
from tests.technician import days
from tests.technician.bench import NIGHT_WALL_S, WRONG_PIN

ZH = load_texts("zh")
PARTS: tuple[Part, ...] = get_args(Part)
ALL_TESTS = tuple(
    model.TestSpec(f"{part}.{test}", part, guided=False, limit_s=5)  # type: ignore[arg-type]  # a Part by the file
    for part, test in (key.split(".")[2:] for key in sorted(ZH.keys()) if key.startswith("selftest.test."))
)
RULES = ModeRules("LFL-380-01", ALL_TESTS, has_note_acceptor=True, demonstration=True)
REASONS = sorted(key.split(".")[-1] for key in ZH.keys() if key.startswith("selftest.reason."))  # noqa: SIM118
STEMS = sorted(key.split(".")[-1] for key in ZH.keys() if key.startswith("selftest.ask."))  # noqa: SIM118
STATUSES = ("module_fault", "paper_low")


class Seen(technicians.Bench):
    """Remembers every desk there was; a clock that goes on makes no new one."""

    def __init__(self) -> None:
        self.views: list[TechnicianView] = []
        super().__init__(RULES)

    def feed(self, event: object) -> tuple[object, ...]:
        effects = super().feed(event)  # type: ignore[arg-type]  # whatever the stories feed
        shown = technicians.view(self.mode)
        if shown is not None and all(shown.desk != view.desk for view in self.views):
            self.views.append(shown)
        return effects


def is_let_in(bench: Seen) -> None:
    bench.opens_door()
    bench.types("07")
    bench.tries(WRONG_PIN[2:], "40")
    for wrong in range(2, 6):
        bench.feed(t.PinChecked("wrong", "07", Lockout(wrong=wrong, left_s=30.0 if wrong == 5 else 0.0)))
    bench.feed(t.PinChecked("wrong", "07", Lockout(wrong=10, challenge="55512345")))


def looks_at_everything(bench: Seen) -> None:
    bench.signs_in()
    states = ("ok", "warning", "error", "busy", "unknown")
    facts = (Measured("answer", "42 ms"), Measured("firmware", "V4.12.0017"))
    bench.feed(
        t.PartsChanged(
            tuple(
                PartState(part, "online", states[n % 5], STATUSES[: n % 3], facts=facts)  # type: ignore[arg-type]
                for n, part in enumerate(PARTS)
            )
        )
    )
    results = tuple(
        Result(
            n, spec.name, spec.part, "failed", REASONS[n % len(REASONS)], began_wall_s=NIGHT_WALL_S - 9 * n
        )
        for n, spec in enumerate(ALL_TESTS * 2)
    )
    bench.feed(t.ResultsRead(results))
    line = "22:05:09.118 card_reader  < card_status 43 30 30 31 00 00 00 64 bytes"
    bench.feed(t.LinesRead("trace", None, (line,) * 40))
    bench.feed(t.CallRead(NIGHT_WALL_S))
    bench.taps("single", "page_next", "page_next", "history", "page_next", "trace", "page_next", "entries")
    bench.taps("back", "supplies", "new_roll", "back", "acts", "back")


def counts_a_box(bench: Seen) -> None:
    bench.signs_in()
    bench.taps("supplies", "cash_box")
    for row in [name for name in _choices(bench) if name.startswith("choose_")]:
        bench.taps(row)
        bench.types("12")
    bench.taps("next")
    for row in [name for name in _choices(bench) if name.startswith("choose_")]:
        bench.taps(row)
        bench.types("11")
    bench.taps("next")


def keeps_cards(bench: Seen) -> None:
    """The widest rows there are, and enough of them for a second page."""
    bench.signs_in()
    found = [
        LeftCard(kind, "8888", place, "", NIGHT_WALL_S - 86400 * 99, 999 - n)
        for n, (kind, place) in enumerate((kind, place) for kind in KINDS for place in FOUND_AT)
    ]
    gone = CardGone(999, "sent_on", "07", NIGHT_WALL_S, 1)
    bench.feed(t.CardsRead(tuple(RegisterLine(card) for card in found)))
    bench.taps(
        "cards", "page_next", "page_previous", "open_card_999", "sent_on", "back", "handed_back", "confirm"
    )
    bench.feed(t.Failed("card"))
    bench.feed(t.CardEnded(gone))
    bench.taps("back", "new_card", "choose_ic_card", "choose_bin")
    bench.types("123")
    bench.taps("digit_4", "enter_card")
    bench.feed(t.CardEntered(found[1]))
    for lines in ((), None):
        bench.feed(t.CardsRead(lines))


def reads_day_sheets(bench: Seen) -> None:
    """One of each verdict, and the fullest."""
    bench.signs_in()
    bench.taps("supplies", "day_sheet")
    for day in days.EVERY:
        bench.feed(t.DayRead(day))
    bench.taps("page_next")


def is_asked(bench: Seen) -> None:
    bench.signs_in()
    bench.taps("run_all")
    bench.feed(t.SelfTestTold(model.TestBegan("printer.print_and_read", 3, 23)))
    for stem in STEMS:
        ask = Ask("card_reader.card_through", stem, "ic_card_in", ("does_not_work", "taken"), 45, 1, 2)
        bench.feed(t.SelfTestTold(ask))
    grid = Ask("touch.grid", "touch_cells", "", ("done", "does_not_work"), 45, 1, 1, "grid")
    bench.feed(t.SelfTestTold(grid))
    bench.feed(CellTouched(2, 2, 1.5))
    colours = Ask("display.colours", "look_colours", "", ("even", "spots"), 45, 1, 1, "colours")
    bench.feed(t.SelfTestTold(colours))


def _choices(bench: Seen) -> list[str]:
    return [row.select.name for row in bench.desk.rows if row.select]  # type: ignore[union-attr]


@pytest.mark.parametrize("orientation", LOOKS)
@pytest.mark.parametrize(
    "story", [is_let_in, looks_at_everything, counts_a_box, keeps_cards, reads_day_sheets, is_asked]
)
def test_every_page_of_a_story_fits(story: Callable[[Seen], None], orientation: str) -> None:
    seen = Seen()
    story(seen)
    bench = TechnicianBench(LOOKS[orientation], ZH.resolve)
    wrong = {}
    for number, view in enumerate(seen.views):
        found = [f for f in faults(bench.show(view), TECHNICIANS) if "colour_next" not in f]
        if isinstance(view.desk, Lines):
            found += lines_left_off(bench, view.desk)
        if found:
            wrong[f"{number} {type(view.desk).__name__}"] = found
    bench.leave()
    assert wrong == {}
    assert len(seen.views) > 6


def lines_left_off(bench: TechnicianBench, desk: Lines) -> list[str]:
    shown = "".join(bench.host.page.text.drawn).replace(" ", "")
    whole = "".join(desk.lines).replace(" ", "")
    return [] if shown == whole else [f"only {len(shown)} of {len(whole)} letters are shown"]
