"""What every reader that may keep a forgotten card keeps to; and that no other reader ever keeps one."""

import logging
from collections.abc import Callable, Iterator

import pytest

from drivers.card.crt310 import commands as crt310
from drivers.card.crt_f2 import commands as crt_f2
from drivers.card.keeping import KEEP_OPTION, as_configured
from drivers.card.models import MODELS
from drivers.card.position import Position
from drivers.card.simulated_cards import SimulatedCard, gas_card
from drivers.card.wallet import IC_CARDS
from drivers.idcard.models import MODELS as ID_READERS
from drivers.idcard.simulated_cards import id_card
from drivers.models import AnyModel
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.card.contract import CANARY, KEEPING, MOTORISED, happened, lay_inside, own_card, run_until
from tests.drivers.slot_bench import LINE_KINDS, AnyBench, LineKind, SlotBench

AFTER_S = 60
CAPTURES = ("capture_rear", "move_error_bin")
MOMENTS_S = [0.001, 0.1, 0.505, 0.6]
"""After the command: on its way to the unit, the motor runs, the answer leaves, the card falls."""
TROUBLES = [("unplug", "plug_in"), ("fall_silent", "speak_again"), ("cut_power", "restore_power")]


def benches(models: tuple[AnyModel, ...]) -> list[object]:
    return [pytest.param((model, line), id=f"{model.name}-{line}") for model in models for line in LINE_KINDS]


def bench_of(model: AnyModel, line: LineKind, after_s: int) -> Iterator[AnyBench]:
    bench: AnyBench = SlotBench(line, model, **{KEEP_OPTION: after_s})
    bench.start()
    yield bench
    bench.close()


@pytest.fixture(params=benches(MODELS))
def keeper(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    """A reader that keeps forgotten cards, waiting for one."""
    yield from bench_of(*request.param, AFTER_S)


@pytest.fixture(params=benches(MOTORISED))
def other(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    """A reader that has not been told to keep any."""
    yield from bench_of(*request.param, 0)


def forget(bench: AnyBench, card: SimulatedCard | None = None) -> SimulatedCard:
    """A card is read, offered, and its owner walks away."""
    forgotten = card or gas_card()
    bench.insert(forgotten)
    run_until(bench, "CardEjected")
    bench.reader.disarm()
    return forgotten


def at_capture(bench: AnyBench, act: Callable[[], object], after_s: float = 0.0) -> None:
    """Do `act` so long after the command to capture has arrived."""

    def heard(now_s: float, command: object) -> None:
        if command in {crt310.CAPTURE, crt_f2.MOVE_TO_BIN}:
            bench.after(after_s, act)

    bench.slot.on_command = heard


def kept(bench: AnyBench) -> int:
    return bench.slot.slot.cards_in_bin


# -- where it is configured ---------------------------------------------------------------------------


def test_a_forgotten_card_is_kept_when_its_time_is_over_and_told_once(keeper: AnyBench) -> None:
    forget(keeper)
    keeper.run(AFTER_S - 1.0)
    assert happened(keeper)[-1] == "CardEjected"
    assert keeper.commanded_at(*CAPTURES) == []
    keeper.run(10.0)
    assert happened(keeper) == ["CardInserted", "CardRead", "CardEjected", "CardKept"]
    assert (kept(keeper), keeper.card_position()) == (1, Position.EMPTY)
    assert len(keeper.commanded_at(*CAPTURES)) == 1
    assert keeper.states()[-1] is DeviceState.ONLINE


def test_what_is_told_of_a_kept_card_is_masked(keeper: AnyBench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    forget(keeper)
    run_until(keeper, "CardKept", AFTER_S + 10.0)
    event = keeper.told[-1][1]
    assert (event.card_kind, event.number_masked[-4:]) == ("gas", CANARY[-4:])
    assert CANARY not in repr(keeper.told) + caplog.text + str(event)


def test_the_next_card_is_read_and_has_its_own_time(keeper: AnyBench) -> None:
    for _ in range(2):
        forget(keeper)
        run_until(keeper, "CardKept", AFTER_S + 10.0)
        keeper.reader.arm()
        keeper.run(2.0)
    keeper.insert(gas_card())
    run_until(keeper, "CardEjected")
    keeper.run(AFTER_S - 2.0)
    assert happened(keeper).count("CardKept") == kept(keeper) == 2


def test_a_card_taken_in_time_is_never_kept(keeper: AnyBench) -> None:
    card = forget(keeper)
    keeper.run(AFTER_S - 2.0)
    assert keeper.slot.take() is card
    keeper.run(AFTER_S)
    assert happened(keeper)[-1] == "CardTaken"
    assert keeper.commanded_at(*CAPTURES) == []


@pytest.mark.parametrize("after_s", [0.0, 0.2, 0.45])
def test_a_card_taken_at_the_last_moment_is_not_told_as_kept(keeper: AnyBench, after_s: float) -> None:
    card = forget(keeper)
    hands: list[SimulatedCard | None] = []
    at_capture(keeper, lambda: hands.append(keeper.slot.pull()), after_s)
    keeper.run(AFTER_S + 15.0)
    assert hands == [card]
    assert kept(keeper) == 0
    assert happened(keeper)[3:] == ["CardTaken"]


def test_a_full_bin_leaves_the_card_to_its_owner(keeper: AnyBench) -> None:
    keeper.hand("bin_full")
    card = forget(keeper)
    keeper.run(AFTER_S + 30.0)
    assert happened(keeper) == ["CardInserted", "CardRead", "CardEjected"]
    assert keeper.statuses() == (Status.RETAIN_BIN_FULL,)
    assert keeper.states()[-1] is DeviceState.ONLINE
    assert len(keeper.commanded_at(*CAPTURES)) <= 1
    assert keeper.slot.take() is card
    keeper.hand("empty_bin")
    keeper.reader.owner.check()
    keeper.run(3.0)
    assert keeper.statuses() == ()


@pytest.mark.parametrize("act", ["jam", "hold_card"])
def test_a_card_that_does_not_go_in_is_given_back_and_tried_once(keeper: AnyBench, act: str) -> None:
    card = forget(keeper)
    keeper.run(AFTER_S - 5.0)
    keeper.hand(act)
    keeper.run(30.0)
    assert "CardKept" not in happened(keeper)
    keeper.hand("free")
    keeper.hand("let_card_go")
    keeper.run(AFTER_S)
    assert len(keeper.commanded_at(*CAPTURES)) == 1
    assert keeper.statuses() == (Status.RETAIN_BIN_INOPERATIVE,)
    assert keeper.slot.take() is card
    keeper.reader.owner.check()
    run_until(keeper, "CardTaken", 3.0)
    keeper.run(3.0)
    assert keeper.statuses() == ()


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda words: words[0])
@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_a_line_lost_while_a_card_is_drawn_in_never_ends_in_a_claim_that_is_not_true(
    keeper: AnyBench, moment_s: float, trouble: tuple[str, str]
) -> None:
    card = forget(keeper)
    at_capture(keeper, lambda: keeper.hand(trouble[0]), moment_s)
    keeper.run(AFTER_S + 15.0)
    keeper.hand(trouble[1])
    keeper.run(25.0)
    ended = [kind for kind in happened(keeper) if kind in {"CardKept", "CardOutOfSight", "CardTaken"}]
    assert len(keeper.commanded_at(*CAPTURES)) == 1
    assert keeper.states()[-1] is DeviceState.ONLINE
    if kept(keeper):
        counted = keeper.model.name != "crt310"
        assert ended == ["CardKept"] or (ended == ["CardOutOfSight"] and not counted)
    else:
        assert ended == []
        assert keeper.slot.take() is card
        run_until(keeper, "CardTaken", 3.0)


def test_a_card_taken_while_the_line_was_lost_in_the_act_is_not_told_as_kept(keeper: AnyBench) -> None:
    forget(keeper)
    at_capture(keeper, lambda: keeper.hand("unplug") or keeper.slot.pull(), 0.2)
    keeper.run(AFTER_S + 15.0)
    keeper.hand("plug_in")
    keeper.run(25.0)
    assert happened(keeper)[3:] == ["CardOutOfSight"]


def test_a_late_answer_is_no_confirmation_by_itself(keeper: AnyBench) -> None:
    """The card is in the bin all the same, and whoever can count says so."""
    forget(keeper)
    at_capture(keeper, lambda: keeper.hand("fall_silent"), 0.1)
    keeper.clock.call_at(
        keeper.clock.monotonic_s() + AFTER_S + 6.0, lambda: keeper.hand("speak_again") and None
    )
    keeper.run(AFTER_S + 30.0)
    assert kept(keeper) == 1
    counted = keeper.model.name != "crt310"
    assert happened(keeper)[3:] == ["CardKept" if counted else "CardOutOfSight"]


@pytest.mark.parametrize("name", ["plastic", "turned", "damaged", "unknown", "long"])
def test_a_card_that_was_not_recognised_is_never_kept(keeper: AnyBench, name: str) -> None:
    """It may be somebody's identity card, put into the wrong slot."""
    card = forget(keeper, IC_CARDS[name]())
    keeper.run(2 * AFTER_S)
    assert keeper.commanded_at(*CAPTURES) == []
    assert keeper.slot.take() is card


def test_an_identity_card_in_the_wrong_slot_is_never_kept(keeper: AnyBench) -> None:
    card = forget(keeper, id_card("Canary", "310108194002290011"))
    keeper.run(2 * AFTER_S)
    assert kept(keeper) == 0
    assert keeper.slot.take() is card


def test_a_card_found_at_start_is_never_kept(keeper: AnyBench) -> None:
    keeper.slot.unplug()
    keeper.run(1.0)
    card = gas_card()
    lay_inside(keeper, card)
    keeper.slot.plug_in()
    run_until(keeper, "CardEjected")
    keeper.run(2 * AFTER_S)
    assert keeper.slot.take() is card


@pytest.mark.parametrize("let_go", ["force_eject", "close"])
def test_a_forced_ejection_and_the_end_let_go_of_an_offered_card(keeper: AnyBench, let_go: str) -> None:
    card = forget(keeper)
    getattr(keeper.reader, let_go)()
    if let_go == "force_eject":
        keeper.run(2 * AFTER_S)
    assert keeper.card_position() is Position.EJECTED
    assert happened(keeper).count("CardEjected") == 1
    assert keeper.slot.take() is card


def test_a_forced_ejection_breaks_off_the_capture(keeper: AnyBench) -> None:
    card = forget(keeper)
    at_capture(keeper, keeper.reader.force_eject, 0.1)
    keeper.run(2 * AFTER_S)
    assert "CardKept" not in happened(keeper) or kept(keeper) == 1
    if not kept(keeper):
        assert keeper.slot.take() is card


def test_being_asked_again_to_give_back_does_not_let_go_of_an_offered_card(keeper: AnyBench) -> None:
    """As the kiosk asks when its resident leaves the screen; the card is out already."""
    forget(keeper)
    keeper.reader.eject()
    run_until(keeper, "CardKept", AFTER_S + 10.0)


def test_a_reader_that_keeps_cards_says_so() -> None:
    for model in MODELS:
        assert as_configured(model.capabilities, AFTER_S).can_retain
        assert not as_configured(model.capabilities, 0).can_retain


@pytest.mark.parametrize("after_s", [-1, 1, 59])
def test_nobody_is_hurried(after_s: int) -> None:
    with pytest.raises(ValueError, match="at least 60"):
        SlotBench("memory", MODELS[0], **{KEEP_OPTION: after_s})


# -- where it is not ----------------------------------------------------------------------------------


def test_a_reader_that_was_not_told_to_never_keeps_a_card(other: AnyBench) -> None:
    card = own_card(other.model)
    other.insert(card)
    run_until(other, "CardEjected")
    other.run(200.0)
    assert not KEEPING & {name for _, name in other.commands()}
    assert other.card_position() is Position.EJECTED
    assert other.slot.take() is card


@pytest.mark.parametrize("line", LINE_KINDS)
def test_a_reader_of_identity_cards_never_keeps_one_whatever_it_is_told(line: LineKind) -> None:
    assert [KEEP_OPTION in model.options for model in ID_READERS] == [False] * len(ID_READERS)
    bench: AnyBench = SlotBench(line, ID_READERS[0], **{KEEP_OPTION: AFTER_S})
    bench.start()
    card = forget(bench, own_card(bench.model))
    bench.run(2 * AFTER_S)
    assert not KEEPING & {name for _, name in bench.commands()}
    assert bench.slot.take() is card
    bench.close()
