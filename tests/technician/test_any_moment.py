"""Whatever comes when: every state answers every event, and what must never happen never does."""

from random import Random

import pytest

from kiosk.selftest import model
from kiosk.selftest.model import Ask, Result, RunEnded
from kiosk.session.view import Button
from kiosk.technician import events as t
from kiosk.technician import mode as reducer
from kiosk.technician.effects import CheckPin, Effect, OpenToResidents, RecordAct, StartTests, TakeOver
from kiosk.technician.events import Event
from kiosk.technician.left_cards import CardGone, LeftCard, RegisterLine
from kiosk.technician.lockout import Lockout
from kiosk.technician.mode_leaving import dangers
from kiosk.technician.model import Mode, NewCard, OneCard
from kiosk.technician.safety import Safety
from kiosk.technician.show import view
from kiosk.technician.supplies import CashAct, CountedLine, PaperAct, PaperRoll, Supplies
from kiosk.technician.view import CellTouched
from tests.technician import days
from tests.technician.bench import NIGHT_WALL_S, PIN, SAFE, SUPPLIES, Bench, check_view, parts_of
from tests.technician.test_exchange import AGREED, counts, names_people

ACT = CashAct("07", "12", "417", "418", 0.0, 1.0, 2.0, (CountedLine(500, 2, 1),), number=3, case=1)
CARDS = (
    RegisterLine(LeftCard("bank_card", "1234", "slot", "07", NIGHT_WALL_S, 7)),
    RegisterLine(
        LeftCard("id_card", "", "bin", "", NIGHT_WALL_S, 6), CardGone(6, "sent_on", "12", NIGHT_WALL_S, 2)
    ),
)
CARD = Ask("card_reader.card_through", "insert_ic_card", "ic_card_in", ("does_not_work",), 45, 1, 3)
GRID = Ask("touch.grid", "touch_cells", "", ("done", "does_not_work"), 45, 1, 1, "grid")
COLOURS = Ask("display.colours", "look_colours", "", ("even", "spots"), 45, 1, 1, "colours")


def leaves(kind: type[Event]) -> set[type[Event]]:
    below = kind.__subclasses__()
    return set().union(*map(leaves, below)) if below else {kind}


def every_event(mode: Mode) -> list[Event | CellTouched]:
    """At least one of each kind."""
    return [*fingers(), *reports(mode), *answers()]


def fingers() -> list[Event | CellTouched]:
    places = ("board", "tests", "trace", "history", "supplies", "acts", "entries", "cards")
    return [
        t.EntryAsked(),
        *(t.DigitPressed(digit) for digit in (0, 7, -1, 12)),
        t.DigitDeleted(),
        t.DigitsCleared(),
        t.ScreenTouched(),
        t.BackTapped(),
        *(t.PlaceOpened(place) for place in places),
        t.PartOpened("printer"),
        *(t.PageTurned(by) for by in (1, -1)),
        *(t.FilterChosen(part) for part in ("printer", None)),
        *(t.TestChosen(test) for test in ("printer.print_and_read", "nobody.knows")),
        t.AllTestsChosen(),
        *(t.AnswerTapped(answer) for answer in ("does_not_work", "nobody_knows")),
        t.PatternSeen(),
        t.RunCancelled(),
        t.ExportTapped(),
        t.PrintTapped(),
        t.LeaveTapped(),
        t.NewRollTapped(),
        t.ExchangeTapped(),
        *(t.RowChosen(row) for row in ("witness", "counted_500", "nobody_knows")),
        t.NextTapped(),
        t.RecountTapped(),
        t.NewCardTapped(),
        *(t.CardOpened(card) for card in (7, 404)),
        *(t.OutcomeChosen(outcome) for outcome in ("handed_back", "sent_on")),
        *(t.RowChosen(row) for row in ("bank_card", "slot", "card_kind", "card_found_at")),
        t.DaySheetTapped(),
        *(t.DayChosen(date) for date in ("2026-11-20", "2020-01-01", "nobody knows")),
        CellTouched(0, 0, 1.0),
        CellTouched(99, -1, 1.0),
    ]


def reports(mode: Mode) -> list[Event | CellTouched]:
    return [
        t.Ticked(mode.now_s + 1, mode.wall_s + 1),
        t.Ticked(mode.now_s + 1000, mode.wall_s - 1000),
        *(t.DoorChanged(is_open) for is_open in (True, False)),
        t.StaffCardShown(),
        t.SafetyChanged(SAFE),
        t.SafetyChanged(Safety(holding_cards=("id_reader",))),
        t.SafetyChanged(Safety(at_rest=True, holding_notes=("note_acceptor",))),
        t.PartsChanged((model.PartState("printer", "online", "error", ("paper_out",)),)),
        t.SelfTestTold(model.TestBegan("printer.print_and_read", 0, 2)),
        *(t.SelfTestTold(ask) for ask in (CARD, GRID, COLOURS)),
        t.SelfTestTold(Result(1, "disk.space", "disk", "failed", "disk_full", began_wall_s=9e9)),
        t.SelfTestTold(RunEnded()),
        *(t.SuppliesChanged(supplies, None) for supplies in (Supplies(), SUPPLIES)),
        *(t.BoxChanged(is_in) for is_in in (False, True)),
    ]


def answers() -> list[Event | CellTouched]:
    locked = Lockout(10, 0.0, "04711234")
    return [
        t.LockoutTold(Lockout()),
        t.LockoutTold(locked),
        t.PinChecked("right", "07", Lockout()),
        t.PinChecked("wrong", "07", Lockout(5, 30.0)),
        t.PinChecked("closed", "07", locked),
        t.ResponseChecked(True, Lockout()),
        t.ResponseChecked(False, locked),
        t.ResultsRead(()),
        t.CallRead(NIGHT_WALL_S),
        *(t.LinesRead(place, None, ("line",)) for place in ("trace", "entries")),
        t.ActsRead((ACT, PaperAct("07", NIGHT_WALL_S, PaperRoll(), 2))),
        *(t.CardsRead(lines) for lines in (None, (), CARDS)),
        t.CardEntered(LeftCard("id_card", "", "slot", "07", NIGHT_WALL_S, 9)),
        t.CardEnded(CardGone(7, "handed_back", "07", NIGHT_WALL_S, 3)),
        *(t.DayRead(day) for day in days.EVERY),
        t.ReportWritten("report.json"),
        t.ActRecorded(ACT),
        t.Printed(),
        *(t.Failed(what) for what in ("report", "print", "act", "draft", "lines", "tests", "card", "day")),
        t.DevicesBack(),
    ]


def reached() -> list[Mode]:
    """Modes that real visits have passed through, one of each kind."""
    kinds: dict[object, Mode] = {}
    for mode in (*_a_long_visit(), *_a_locked_keypad()):
        kinds.setdefault(_kind(mode), mode)
    return list(kinds.values())


def _kind(mode: Mode) -> object:
    ask = mode.run.ask.kind if mode.run and mode.run.ask else ""
    step = mode.exchange.step if mode.exchange else ""
    page = (type(mode.page), getattr(mode.page, "place", ""))
    card = isinstance(mode.page, NewCard | OneCard) and mode.page
    return (mode.state, page, bool(mode.run), ask, step, mode.recording, mode.lockout.locked, card)


def _a_long_visit() -> list[Mode]:
    bench = Bench()
    bench.opens_door()
    bench.types("07" + PIN[:3])
    bench.taps("clear")
    bench.tries(PIN[::-1])
    bench.tries()
    bench.taps("single", "back", "supplies", "acts", "back", "new_roll", "back", "back", "trace", "history")
    bench.taps("entries", "back", "run_all")
    for ask in (CARD, GRID, COLOURS):
        bench.feed(t.SelfTestTold(model.TestBegan(ask.test, 0, 3)))
        bench.feed(t.SelfTestTold(ask))
    bench.feed(t.SelfTestTold(RunEnded()))
    bench.feed(t.CardsRead(CARDS))
    bench.taps("cards", "open_card_6", "back", "open_card_7", "handed_back", "confirm")
    bench.feed(t.CardEnded(CardGone(7, "handed_back", "07", NIGHT_WALL_S, 3)))
    bench.taps("back", "new_card", "choose_bank_card", "choose_slot", "enter_card")
    bench.feed(t.CardEntered(LeftCard("bank_card", "", "slot", "07", NIGHT_WALL_S, 8)))
    bench.taps("back")
    bench.taps("supplies", "day_sheet")
    bench.feed(t.DayRead(days.AGREES))
    bench.taps("page_next", "back")
    bench.taps("cash_box")
    counts(bench, AGREED)
    names_people(bench)
    bench.taps("next")
    bench.records()
    bench.feed(t.DoorChanged(is_open=False))
    bench.feed(t.SafetyChanged(Safety(holding_cards=("id_reader",))))
    bench.leaps(1000)
    bench.feed(t.SafetyChanged(SAFE))
    bench.passes(1)
    bench.feed(t.DevicesBack())
    return bench.modes


def _a_locked_keypad() -> list[Mode]:
    bench = Bench()
    bench.feed(t.LockoutTold(Lockout(10, 0.0, "04711234")))
    bench.feed(t.EntryAsked())
    bench.passes(2)
    return bench.modes


MODES = reached()


def fed(mode: Mode, event: Event | CellTouched) -> tuple[Mode, tuple[Effect, ...]]:
    return reducer.step(mode, event)


def test_the_samples_hold_every_state_and_every_event() -> None:
    assert {mode.state for mode in MODES} == {"inactive", "enter_pending", "active", "exit_pending"}
    assert len(MODES) > 20
    told = {type(event) for event in every_event(MODES[0])} - {CellTouched}
    assert told == leaves(Event)


@pytest.mark.parametrize("number", range(len(MODES)))
def test_every_event_has_an_answer_that_can_be_shown(number: int) -> None:
    for event in every_event(MODES[number]):
        after, effects = fed(MODES[number], event)
        assert isinstance(effects, tuple)
        check_view(after)


@pytest.mark.parametrize("number", range(len(MODES)))
def test_no_event_gives_the_machine_back_while_it_is_dangerous(number: int) -> None:
    """Whoever has not taken the devices over (somebody is still being served) may of course go away."""
    for event in every_event(MODES[number]):
        after, effects = fed(MODES[number], event)
        if OpenToResidents() in effects and MODES[number].state in ("active", "exit_pending"):
            assert dangers(after) == ()


def walk(seed: int, moves: int = 80) -> list[tuple[Mode, Event | CellTouched, Mode, tuple[Effect, ...]]]:
    dice = Random(seed)
    mode = MODES[seed % len(MODES)]
    moments = []
    for _ in range(moves):
        pressable = [part.event for part in parts_of(view(mode)) if isinstance(part, Button) and part.enabled]
        choices = pressable if pressable and dice.random() < 0.5 else every_event(mode)
        event = dice.choice(choices)
        assert isinstance(event, Event | CellTouched)
        after, effects = fed(mode, event)
        moments.append((mode, event, after, effects))
        mode = after
    return moments


@pytest.mark.parametrize("seed", range(40))
def test_on_every_random_visit(seed: int) -> None:
    """Nobody is in without a right PIN; nothing is tried without a factor; tests run only for who is in."""
    for before, event, after, effects in walk(seed):
        if after.technician and not before.technician:
            assert isinstance(event, t.PinChecked)
            assert event.verdict == "right"
        for effect in effects:
            match effect:
                case CheckPin():
                    assert before.has_factor
                    assert before.lockout.may_try or before.keypad_closed_s() == 0
                    assert not before.lockout.locked
                case StartTests() | RecordAct():
                    assert before.technician
                case TakeOver():
                    assert before.safety.at_rest
                    assert not before.safety.money_in_flight
        assert PIN not in repr((before, event, effects))
