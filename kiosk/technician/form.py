"""The form of the cash box: which rows are typed into at which step, and when a step is complete."""

from msgspec.structs import replace

from kiosk.technician.model import Mode
from kiosk.technician.rules import TECHNICIAN_DIGITS, Fen
from kiosk.technician.supplies import CashExchange

WITNESS, NEW_BOX = "witness", "new_box"
MOST_NOTES_DIGITS, MOST_BOX_DIGITS = 5, 8

_COUNTED = "counted_"


def counted_row(value_fen: Fen) -> str:
    return f"{_COUNTED}{value_fen}"


def values_of(mode: Mode, exchange: CashExchange) -> tuple[Fen, ...]:
    """The values to be counted, the highest first as one counts; 0 are notes the machine could not name."""
    return tuple(line.value_fen for line in reversed(exchange.lines(mode.rules.note_values_fen)))


def rows_of(mode: Mode, exchange: CashExchange) -> tuple[str, ...]:
    """The rows to be filled in at this step."""
    match exchange.step:
        case "count":
            return tuple(counted_row(value) for value in values_of(mode, exchange))
        case "people":
            return (WITNESS, NEW_BOX)
        case "compare":
            return ()


def chosen_row(mode: Mode, exchange: CashExchange, wanted: str) -> str:
    """The row typed into now: the one that was chosen, or the first still to be filled in."""
    rows = rows_of(mode, exchange)
    if wanted in rows:
        return wanted
    empty = [row for row in rows if not value_of(exchange, row)]
    return next(iter((*empty, *rows)), "")


def value_of(exchange: CashExchange, row: str) -> str:
    match row:
        case "witness":
            return exchange.witness
        case "new_box":
            return exchange.new_box
        case _:
            return exchange.counted.get(_value_fen(row), "")


def with_value(exchange: CashExchange, row: str, value: str) -> CashExchange:
    match row:
        case "witness":
            return replace(exchange, witness=value)
        case "new_box":
            return replace(exchange, new_box=value)
        case _:
            return replace(exchange, counted={**exchange.counted, _value_fen(row): value})


def _value_fen(row: str) -> Fen:
    digits = row.removeprefix(_COUNTED)
    return int(digits) if digits.isdigit() else -1


def room_for(row: str) -> int:
    """How many digits the row takes."""
    match row:
        case "witness":
            return TECHNICIAN_DIGITS
        case "new_box":
            return MOST_BOX_DIGITS
        case _:
            return MOST_NOTES_DIGITS


def missing(mode: Mode, exchange: CashExchange) -> str:
    """What keeps this step from being done, as the stem of its words; empty when nothing does."""
    match exchange.step:
        case "count":
            counted = all(value_of(exchange, row) for row in rows_of(mode, exchange))
            return "" if counted else "count_missing"
        case "people":
            if len(exchange.witness) < TECHNICIAN_DIGITS:
                return "witness_missing"
            if exchange.witness == mode.technician:
                return "witness_same"
            if not exchange.new_box:
                return "new_box_missing"
            return "new_box_same" if exchange.new_box == exchange.box.number else ""
        case "compare":
            return "" if mode.box_in else "box_out"
