"""Another model on the port, or another baud rate: told in words a technician can act on."""

import pytest

from drivers.card.models import MODELS
from drivers.card.who_answers import printable
from drivers.idcard.models import MODELS as ID_READERS
from drivers.models import AnyModel
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.slot_bench import AnyBench, SlotBench

CRT310, CRT571, CRT591 = MODELS
SAM_V_CRT310, SAM_V = ID_READERS


def bench_on(expected: AnyModel, there: AnyModel) -> AnyBench:
    bench: AnyBench = SlotBench("memory", expected)
    assert there.simulate is not None
    bench.slot = there.simulate(bench.clock)
    bench.run(12.0)
    return bench


@pytest.mark.parametrize(
    ("expected", "there", "title"),
    [
        (CRT310, CRT591, "a CRT-571 or CRT-591"),
        (CRT310, SAM_V, "a SAM_V identity module"),
        (CRT591, CRT310, "a CRT-310"),
        (CRT571, SAM_V, "a SAM_V identity module"),
        (SAM_V_CRT310, SAM_V, "a SAM_V identity module"),
        (SAM_V_CRT310, CRT591, "a CRT-571 or CRT-591"),
        (SAM_V, CRT310, "a CRT-310"),
        (SAM_V, CRT571, "a CRT-571 or CRT-591"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_another_model_on_the_port_is_told_by_its_name(
    expected: AnyModel, there: AnyModel, title: str
) -> None:
    bench = bench_on(expected, there)
    assert bench.states()[-1] is DeviceState.OFFLINE
    assert bench.statuses() == (Status.NOT_AVAILABLE,)
    assert f"answers like {title}: check the model and the port" in bench.reason()


def test_a_slot_without_the_module_behind_it_is_told_as_such() -> None:
    bench = bench_on(SAM_V_CRT310, CRT310)
    assert bench.states()[-1] is DeviceState.HARDWARE_ERROR
    assert "identity module: no answer" in bench.reason()


@pytest.mark.parametrize("model", [*MODELS, SAM_V_CRT310], ids=lambda model: model.name)
def test_the_asking_moves_no_card_and_keeps_none(model: AnyModel) -> None:
    """The questions go to whatever is there, also to a unit of the right kind that only stutters."""
    bench: AnyBench = SlotBench("memory", model)
    bench.hand("fall_silent")
    bench.run(6.0)
    assert set(bench.commanded_at("reset_eject_front", "eject_front", "eject_gate", "init_to_gate")) == set()
    assert "check cable and power" in bench.reason()


def test_what_a_unit_says_of_itself_is_shown_without_tricks() -> None:
    assert printable(b"CRT\x00 310\n\x1b[2J V3.0 " + b"x" * 99) == "CRT 310[2J V3.0 " + "x" * 24
