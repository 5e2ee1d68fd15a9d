"""A box with a few notes in it, and the act that ends its period."""

from kiosk.supplies.store import SupplyStore
from kiosk.technician.supplies import CashAct, CashExchange, CountedLine, PaperAct, PaperRoll

BEGAN_WALL_S = 1_795_000_000.0
REMOVED_WALL_S = 1_795_200_000.0


def fill(store: SupplyStore) -> None:
    for number, value_fen in enumerate((10000, 10000, 500, 2000)):
        store.note_credited(f"note-{number}", value_fen, BEGAN_WALL_S + number)


def exchange(store: SupplyStore, **parts: object) -> CashExchange:
    begun = {"box": store.supplies().box, "removed_wall_s": REMOVED_WALL_S, "by_itself": True}
    return CashExchange(**begun | parts)


def cash_act(*lines: CountedLine, new_box: str = "418") -> CashAct:
    counted = lines or (CountedLine(500, 1, 1), CountedLine(2000, 1, 1), CountedLine(10000, 2, 2))
    return CashAct("07", "12", "417", new_box, BEGAN_WALL_S, REMOVED_WALL_S, REMOVED_WALL_S + 900, counted)


def paper_act() -> PaperAct:
    return PaperAct("07", REMOVED_WALL_S, PaperRoll())
