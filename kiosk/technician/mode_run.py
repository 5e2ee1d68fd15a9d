"""A self-test under way: what it asks of the technician, what fingers answer, and how it is broken off."""

from msgspec.structs import replace

from kiosk.selftest.model import (
    CELLS_HIT,
    WIDEST_MISS,
    Answered,
    Ask,
    Measured,
    News,
    Result,
    RunEnded,
    TestBegan,
)
from kiosk.session.view import text
from kiosk.technician.effects import AnswerAsk, CancelRun, ReadResults, StartTests
from kiosk.technician.events import AnswerTapped, BackTapped, Event, Failed, PatternSeen, RunCancelled
from kiosk.technician.model import Mode, Run
from kiosk.technician.moving import Moved, stay, tell
from kiosk.technician.view import CellTouched

GRID_COLUMNS, GRID_ROWS = 5, 5
"""Twenty-five cells: finer than the least target of 15 mm would want on a display of half a metre."""

PATTERNS = ("red", "green", "blue", "white", "black", "grey", "checks")


def begin(mode: Mode, tests: tuple[str, ...]) -> Moved:
    """One run at a time, and none on a machine that has no tests."""
    if mode.run is not None or not tests:
        return stay(mode)
    return replace(mode, run=Run(of=len(tests)), notice=None), (StartTests(tests),)


def told(mode: Mode, news: News) -> Moved:
    """News of a run; of one that was forgotten, by a power cut of the display say, only its results count."""
    run = mode.run
    match news:
        case Result():
            kept = tuple(result for result in mode.results if result.number != news.number or not news.number)
            done = replace(run, ask=None, done=run.done + 1) if run else None
            return replace(mode, results=(news, *kept), run=done), ()
        case TestBegan(test, done, of):
            return replace(mode, run=Run(test, done, of)), ()
        case Ask() if run is not None:
            return replace(mode, run=Run(news.test, run.done, run.of, news, mode.now_s)), ()
        case RunEnded(cancelled):
            key = "technician.notice.run_cancelled" if cancelled else "technician.notice.run_done"
            ended = tell(mode, text(key)) if run else mode
            return replace(ended, run=None), (ReadResults(),)
        case _:
            return stay(mode)


def running(mode: Mode, run: Run, event: Event | CellTouched) -> Moved:
    match event:
        case RunCancelled() | BackTapped():
            return stay(mode, CancelRun())
        case Failed(what="tests"):
            return replace(mode, run=None, notice=text("technician.failed.tests")), ()
        case AnswerTapped(answer) if run.ask and answer in run.ask.answers:
            return _answered(mode, run, answer)
        case CellTouched() if run.ask and run.ask.kind == "grid":
            return _touched(mode, run, event)
        case PatternSeen() if run.ask and run.ask.kind == "colours":
            pattern = min(run.pattern + 1, len(PATTERNS))
            return replace(mode, run=replace(run, pattern=pattern)), ()
        case _:
            return stay(mode)


def _touched(mode: Mode, run: Run, cell: CellTouched) -> Moved:
    """The last cell answers by itself."""
    if not (0 <= cell.column < GRID_COLUMNS and 0 <= cell.row < GRID_ROWS):
        return stay(mode)
    hit = run.hit | {(cell.column, cell.row)}
    run = replace(run, hit=hit, widest_mm=max(run.widest_mm, abs(cell.off_mm)))
    mode = replace(mode, run=run)
    return _answered(mode, run, "done") if len(hit) == GRID_COLUMNS * GRID_ROWS else stay(mode)


def _answered(mode: Mode, run: Run, answer: str) -> Moved:
    """The question is gone at once, so that no second tap answers the next one."""
    measured: tuple[Measured, ...] = ()
    if run.ask and run.ask.kind == "grid":
        cells = f"{len(run.hit)}/{GRID_COLUMNS * GRID_ROWS}"
        measured = (Measured(CELLS_HIT, cells), Measured(WIDEST_MISS, f"{run.widest_mm:.1f} mm"))
    answered = Answered(run.test, answer, measured)
    return replace(mode, run=replace(run, ask=None)), (AnswerAsk(answered),)
