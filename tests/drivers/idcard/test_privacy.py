"""A person's name and number stay out of logs, reprs and exceptions, whatever goes wrong."""

import logging

import pytest

from drivers.idcard.port import IdCardEjected, IdCardRead
from drivers.idcard.simulated_cards import id_card
from drivers.idcard.text_block import IdCardKind

from .conftest import IdBench

NAME, NUMBER = "Canary", "310108194002290011"


@pytest.mark.parametrize(("spoilt", "cut", "letter"), [(0, 0, " "), (2, 0, " "), (0, 2, " "), (0, 0, "Y")])
def test_no_log_and_no_repr_shows_a_person(
    bench: IdBench, caplog: pytest.LogCaptureFixture, spoilt: int, cut: int, letter: str
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.slot.module.faults.spoilt_answers = spoilt
    bench.slot.module.faults.cut_answers = cut
    bench.insert(id_card(NAME, NUMBER, type_letter=letter))
    bench.run_until(IdCardEjected)
    shown = caplog.text + repr(bench.told) + repr(bench.slot.slot.card)
    assert NAME not in shown
    assert NUMBER not in shown


@pytest.mark.parametrize(
    ("name", "number", "masked"),
    [
        ("张秀英", "310108194002290011", ("张**", "310***********0011")),
        ("张三", "11010519491231002X", ("张*", "110***********002X")),
        ("\U00020bb7野", "110105194912310021", ("\U00020bb7*", "110***********0021")),
        ("SMITH, JOHN", "USA110194901018", ("S**", "USA********1018")),
    ],
)
def test_masks(name: str, number: str, masked: tuple[str, str]) -> None:
    read = IdCardRead(name, number, IdCardKind.CITIZEN, None)
    assert (read.name_masked, read.number_masked) == masked
