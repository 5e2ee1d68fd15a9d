"""Days for the technician's tests and pictures: one of each verdict, and the fullest there can be."""

from kiosk.payment.day_sheet import DaySheet, Straddling, side_by_side
from kiosk.payment.day_totals import DayTotals, MethodTotals, NoteTotals, Tally
from kiosk.technician.day_shown import DayShown

DATE = "2026-11-21"
CARDS = MethodTotals("bank_card", Tally(12, 187_600))
NOTES = (NoteTotals(1_000, 4), NoteTotals(10_000, 12))
MACHINE = DayTotals(
    (MethodTotals("phone_code", Tally(48, 532_105)), CARDS, MethodTotals("cash", Tally(9, 124_000))), NOTES
)
SHORT = DayTotals(
    (MethodTotals("phone_code", Tally(47, 523_465)), CARDS, MethodTotals("cash", Tally(9, 124_000))), NOTES
)
OPEN = DayTotals(
    (
        MethodTotals("phone_code", Tally(47, 523_465), open=Tally(1, 8_640)),
        CARDS,
        MethodTotals("cash", Tally(9, 124_000)),
    ),
    NOTES,
)
WIDE = Tally(999, 9_999_999)
FULL = DayTotals(
    tuple(MethodTotals(each.method, WIDE, WIDE, WIDE, WIDE) for each in MACHINE.methods),
    tuple(NoteTotals(fen, 1_234, 56, 78) for fen in (0, 100, 500, 1_000, 2_000, 5_000, 10_000)),
)

AGREES = DayShown(DATE, MACHINE, sheet=side_by_side(MACHINE, MACHINE))
DIFFERS = DayShown(DATE, MACHINE, sheet=side_by_side(MACHINE, SHORT))
WAITS = DayShown(DATE, OPEN, sheet=side_by_side(OPEN, MACHINE))
MIDNIGHT = DayShown(
    DATE, MACHINE, sheet=side_by_side(MACHINE, SHORT, [Straddling("phone_code", 8_640, "machine")])
)
ALONE = DayShown(DATE, MACHINE)
TORN = DayShown(DATE, SHORT, whole=False, sheet=side_by_side(SHORT, MACHINE))


def fullest() -> DayShown:
    """Every row there is, each with the widest figures."""
    apart = [Straddling("cash", 5_000, "gateway"), Straddling("bank_card", 7_000, "machine")]
    sheet: DaySheet = side_by_side(FULL, DayTotals(FULL.methods[:2] + MACHINE.methods[2:], FULL.notes), apart)
    return DayShown(DATE, FULL, sheet=sheet)


EVERY = (AGREES, DIFFERS, WAITS, MIDNIGHT, ALONE, TORN, fullest())
