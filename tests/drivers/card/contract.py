"""What the contract tests of all motorised card readers share."""

from drivers.card.models import MODELS
from drivers.card.position import Position
from drivers.card.simulated_cards import SimulatedCard, gas_card
from drivers.events import DeviceEvent
from drivers.idcard.models import MODELS as ID_READERS
from drivers.idcard.simulated_cards import id_card
from drivers.models import AnyModel, DeviceClass
from tests.drivers.slot_bench import AnyBench

MOTORISED = (*MODELS, ID_READERS[0])
MOMENTS_S = [0.05, 0.35, 0.65, 0.75, 0.85, 0.95, 1.1, 1.3, 1.6, 2.2]
"""Drawing in, closing the entry, reading, moving out, lying at the front."""
KEEPING = {
    "reset_eject_rear",
    "rear_hold",
    "capture_rear",
    "clear_abnormal",
    "init_capture",
    "init_capture_counted",
    "move_error_bin",
    "unknown_command",
}
"""What would keep a card, by the names of the line readers."""
CANARY = "90380501234"


def own_card(model: AnyModel) -> SimulatedCard:
    if model.device is DeviceClass.ID_READER:
        return id_card("Canary", "310108194002290011")
    return gas_card()


def happened(bench: AnyBench) -> list[str]:
    return [kind.removeprefix("Id") for kind in bench.kinds()]


def run_until(bench: AnyBench, kind: str, within_s: float = 20.0) -> None:
    until_s = bench.clock.monotonic_s() + within_s
    count = happened(bench).count(kind)
    while happened(bench).count(kind) == count:
        assert bench.clock.monotonic_s() < until_s, f"no {kind}, only {happened(bench)}"
        bench.reader.owner.run_once()


def lay_inside(bench: AnyBench, card: SimulatedCard) -> None:
    """As left behind by a kiosk that is gone."""
    bench.slot.slot.entry_open = True
    bench.insert(card)
    bench.slot.slot.settle(bench.clock.monotonic_s() + 1.0)


def comes_out(bench: AnyBench, card: SimulatedCard) -> None:
    assert bench.card_position() is Position.EJECTED
    assert bench.slot.take() is card
    run_until(bench, "CardTaken", within_s=3.0)


def vars_of(event: DeviceEvent) -> list[object]:
    """A card says its own number or, for a reader of identity cards, that of its own person."""
    values = [getattr(event, name) for name in event.__struct_fields__]
    return [CANARY if value == "310108194002290011" else value for value in values]
