"""The board with all parts at a glance, and the list of tests with what each found last."""

from kiosk.selftest.model import PartState, Result, TestSpec
from kiosk.session.view import Button, Text, text
from kiosk.technician.events import (
    AllTestsChosen,
    ExportTapped,
    PartOpened,
    PlaceOpened,
    PrintTapped,
    RunCancelled,
    TestChosen,
)
from kiosk.technician.left_cards import waiting
from kiosk.technician.lists import shown, tests_of
from kiosk.technician.model import Desk, Mode, Run
from kiosk.technician.show_parts import (
    Shown,
    age,
    back,
    figure,
    leave,
    level_chip,
    pager,
    part_name,
    result_chip,
    test_name,
)
from kiosk.technician.view import Board, Chip, DeviceCard, Ring, TestList, TestRow

TRACE_LINES = 5
FIGURES = 2


def board(mode: Mode) -> Shown:
    """Parts that are not fitted are left out. A run under way can be looked on and stopped, nothing else."""
    cards = tuple(_card(mode, state) for state in mode.parts if state.state != "not_fitted")
    trace = tuple(reversed(mode.trace[:TRACE_LINES]))
    if mode.run is not None:
        return Board(cards, trace, _ring(mode.run)), (_cancel(),)
    return Board(cards, trace), (
        _button("run_all", AllTestsChosen()),
        _button("single", PlaceOpened("tests")),
        _button("supplies", PlaceOpened("supplies")),
        _cards(mode),
        Button("trace", text("technician.button.records"), PlaceOpened("trace")),
        _button("export", ExportTapped()),
        _button("print", PrintTapped()),
        leave(),
    )


def _button(name: str, event: object) -> Button:
    return Button(name, text(f"technician.button.{name}"), event)


def _cards(mode: Mode) -> Button:
    """How many cards wait for their owners is told at a glance."""
    number = waiting(mode.cards or ())
    stem = "cards_waiting" if number else "cards"
    return Button("cards", text(f"technician.button.{stem}", n=str(number)), PlaceOpened("cards"))


def _cancel() -> Button:
    return Button("cancel", text("technician.button.cancel"), RunCancelled(), tone="danger")


def _ring(run: Run) -> Ring:
    return Ring(run.done, run.of, test_name(run.test) if run.test else text("technician.starting"))


def _card(mode: Mode, state: PartState) -> DeviceCard:
    title = part_name(state.part)
    open_ = Button(f"open_{state.part}", title, PartOpened(state.part))
    return DeviceCard(state.part, title, _chip(state), _lines(mode, state), open_)


def _chip(state: PartState) -> Chip:
    """The gravest of its small words says more than "faulty"."""
    if state.statuses and state.level in ("warning", "error"):
        return Chip(text(f"selftest.status.{state.statuses[0]}"), state.level)
    return level_chip(state.level)


def _lines(mode: Mode, state: PartState) -> tuple[Text, ...]:
    """What a fault asks for comes first; then figures; then how long ago it was tested."""
    lines: list[Text] = []
    if state.statuses and state.level in ("warning", "error"):
        lines += [text(f"selftest.status.{word}") for word in state.statuses[1:2]]
    lines += [figure(measured) for measured in state.facts[:FIGURES]]
    tested = [result for result in mode.results if result.part == state.part]
    if tested:
        last = max(tested, key=lambda result: result.number)
        lines.append(_outcome(mode, last))
    return tuple(lines[-3:])


def _outcome(mode: Mode, result: Result) -> Text:
    outcome = text(f"selftest.outcome.{result.outcome}")
    return text("technician.last_test", outcome=outcome, age=age(mode, result.began_wall_s))


def tests(mode: Mode, page: Desk) -> Shown:
    rows = tests_of(mode, page.part)[shown(mode, page)]
    title = part_name(page.part) if page.part else text("technician.all_tests")
    desk = TestList(title, tuple(_row(mode, spec) for spec in rows), pager(mode, page))
    history = Button("history", text("technician.button.history"), PlaceOpened("history"))
    return desk, (back(), history, _button("run_all", AllTestsChosen()))


def _row(mode: Mode, spec: TestSpec) -> TestRow:
    result = mode.latest(spec.name)
    title = test_name(spec.name)
    return TestRow(
        name=spec.name,
        title=text("technician.test_of_part", part=part_name(spec.part), test=title),
        chip=result_chip(result, mode.wall_s),
        when=age(mode, result.began_wall_s) if result else text("technician.no_result"),
        reason=_reason(result),
        start=Button(f"start_{spec.name}", text("technician.button.start"), TestChosen(spec.name)),
    )


def _reason(result: Result | None) -> Text | None:
    return text(f"selftest.reason.{result.reason}") if result and result.reason else None
