"""What stands on the pages to look at, row by row, and how it is leafed through."""

from kiosk.selftest.model import Part, Result, TestSpec
from kiosk.technician.model import Desk, Mode

TESTS_A_PAGE, LINES_A_PAGE = 8, 16


def tests_of(mode: Mode, part: Part | None) -> tuple[TestSpec, ...]:
    return tuple(spec for spec in mode.rules.tests if part in (None, spec.part))


def results_of(mode: Mode, part: Part | None) -> tuple[Result, ...]:
    return tuple(result for result in mode.results if part in (None, result.part))


def pages(mode: Mode, desk: Desk) -> int:
    """How many pages the desk has; at least one."""
    match desk.place:
        case "tests":
            rows, a_page = len(tests_of(mode, desk.part)), TESTS_A_PAGE
        case "history":
            rows, a_page = len(results_of(mode, desk.part)), LINES_A_PAGE
        case "acts":
            rows, a_page = len(mode.acts), LINES_A_PAGE
        case "cards":
            rows, a_page = len(mode.cards or ()), TESTS_A_PAGE
        case "trace":
            rows, a_page = len(mode.trace), LINES_A_PAGE
        case "entries":
            rows, a_page = len(mode.entries), LINES_A_PAGE
        case _:
            return 1
    return max(1, -(-rows // a_page))


def turned(mode: Mode, desk: Desk, by: int) -> int:
    """The page a tap leads to, counted from 0; past either end there is none."""
    return min(max(0, desk.page + by), pages(mode, desk) - 1)


def shown(mode: Mode, desk: Desk) -> slice:
    """The rows of the page; one beyond the last, because rows went, is the last."""
    a_page = TESTS_A_PAGE if desk.place in {"tests", "cards"} else LINES_A_PAGE
    first = turned(mode, desk, 0) * a_page
    return slice(first, first + a_page)
