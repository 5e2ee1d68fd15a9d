"""The contract of every note acceptor: box, jam and string are told, and no money is lost in them."""

import pytest

from drivers.cash.note_path import Place
from drivers.cash.port import (
    BoxRemoved,
    BoxReplaced,
    FraudAttempted,
    NoteCredited,
    NoteInEscrow,
)
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.cash.acceptor_bench import ACCEPTORS, AcceptorBench, reject, wait
from tests.drivers.cash.conftest import MakeBench

for_every_model = pytest.mark.parametrize("model", ACCEPTORS)


@for_every_model
def test_the_box_going_and_coming_is_told(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.unit.remove_box()
    bench.run_until(BoxRemoved)
    bench.run(2.0)
    assert bench.statuses() == (Status.BOX_REMOVED,)
    assert not bench.unit.insert(5)
    bench.unit.replace_box()
    bench.run_until(BoxReplaced)
    bench.run(15.0)
    assert bench.statuses() == ()
    bench.insert(5)
    bench.run(8.0)
    assert bench.in_boxes() == {500: 1}
    assert len(bench.events(BoxRemoved)) == len(bench.events(BoxReplaced)) == 1


@for_every_model
def test_a_full_box_is_told(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.unit.fill_box()
    bench.run(3.0)
    assert bench.statuses() == (Status.BOX_FULL,)


@for_every_model
@pytest.mark.parametrize("place", [Place.READING, Place.STACKING, Place.PAST_RETURN, Place.RETURNING])
def test_a_jam_is_told_while_it_lasts_and_no_money_is_lost_in_it(
    model: str, place: Place, make_bench: MakeBench
) -> None:
    bench = make_bench(model, decide=reject) if place is Place.RETURNING else make_bench(model)
    bench.ready()
    bench.unit.jam(place)
    bench.insert(5)
    bench.run(15.0)
    assert bench.states()[-1] is DeviceState.HARDWARE_ERROR
    assert bench.statuses() == (Status.MEDIA_JAMMED,)
    _free_as_a_technician(bench)
    assert bench.statuses() == ()
    assert bench.accounted() == bench.in_boxes().total()


def _free_as_a_technician(bench: AcceptorBench) -> None:
    bench.unit.free()
    bench.run(20.0)
    bench.unit.take()
    bench.run(10.0)


@for_every_model
def test_a_note_on_a_string_is_told_and_is_no_money(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(100)
    bench.run_until(NoteInEscrow)
    assert bench.unit.pull_string()
    bench.run_until(FraudAttempted)
    bench.run(5.0)
    assert bench.states()[-1] is DeviceState.FRAUD_ATTEMPT
    assert (bench.credited(), bench.in_boxes()) == ({}, {})


@for_every_model
def test_a_string_past_the_point_of_no_return_gets_nothing_back(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.insert(100)
    while bench.unit.path.place is not Place.PAST_RETURN:
        bench.driver.owner.run_once()
    bench.unit.pull_string()
    bench.run(10.0)
    assert bench.in_boxes() == {10000: 1}
    assert list(bench.credited().values()) == [10000]


@for_every_model
def test_a_credit_that_nobody_writes_down_is_told_until_somebody_does(
    model: str, make_bench: MakeBench
) -> None:
    bench = make_bench(model)
    bench.records = False
    bench.ready()
    bench.insert(20)
    credit = bench.run_until(NoteCredited)
    bench.run(4.0)
    assert bench.statuses() == ()
    bench.run(4.0)
    assert bench.statuses() == (Status.BUSY,)
    assert "check its journal and its disk" in bench.driver_reason()
    bench.records = True
    bench.driver.credit_recorded(credit.credit_id)
    bench.run(3.0)
    assert bench.statuses() == ()
    assert bench.events(NoteCredited) == [credit]
