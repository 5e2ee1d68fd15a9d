"""A unit that fails while it draws a forgotten card in is not told to again: the card is its owner's."""

import pytest

from drivers.card.crt_f2 import commands
from drivers.card.keeping import KEEP_OPTION
from drivers.card.models import MODELS
from drivers.card.position import Position
from drivers.card.simulated_cards import gas_card
from drivers.models import AnyModel
from tests.drivers.card.contract import happened, run_until
from tests.drivers.slot_bench import AnyBench, SlotBench

AFTER_S = 60


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("model", MODELS[1:], ids=lambda model: model.name)
def test_sensors_that_fail_in_the_act_leave_the_card_to_its_owner(model: AnyModel, times: int) -> None:
    """The card is held fast meanwhile; then everything works again, with the card still at the exit."""
    bench: AnyBench = SlotBench("memory", model, **{KEEP_OPTION: AFTER_S})
    bench.start()
    card = gas_card()
    bench.insert(card)
    run_until(bench, "CardEjected")
    bench.reader.disarm()

    def fails() -> None:
        bench.slot.on_command = lambda now_s, command: None
        bench.hand("hold_card")
        bench.hand(f"refuse 12 {times}")

    def heard(now_s: float, command: object) -> None:
        if command == commands.MOVE_TO_BIN:
            bench.after(0.05, fails)

    bench.slot.on_command = heard
    bench.run(AFTER_S + 4.0)
    bench.hand("let_card_go")
    bench.run(2 * AFTER_S)
    assert len(bench.commanded_at("move_error_bin")) == 1
    assert "CardKept" not in happened(bench)
    assert bench.card_position() is Position.EJECTED
    assert bench.slot.take() is card
    bench.close()
