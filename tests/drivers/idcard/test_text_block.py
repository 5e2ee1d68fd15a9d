"""What the cards of the vectors say, and blocks that no card holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard import text_block
from drivers.idcard.frames import AnswerDecoder
from drivers.idcard.simulated_cards import id_card
from drivers.idcard.text_block import DamagedTextBlock, IdCardKind, IdCardText, UnsupportedCardType
from tests.drivers.vectors import frames


def block_of(name: str) -> bytes:
    [answer] = AnswerDecoder().feed(frames("sam_v", "device")[name])
    return answer.text


def test_a_citizen_card_valid_for_life() -> None:
    """Most residents of the hut hold one: there is no date to parse."""
    card = text_block.parse(block_of("read_base_citizen"))
    assert card == IdCardText(IdCardKind.CITIZEN, "张三测试", "11010519491231002X", None, card.address)


def test_the_address_stands_where_the_layout_says() -> None:
    said = "临汾路380弄5号201室"
    assert text_block.parse(id_card("张秀英", "310108194002290011", address=said).text).address == said
    assert text_block.parse(block_of("read_base_foreign_I")).address == ""


def test_a_foreign_permanent_resident() -> None:
    card = text_block.parse(block_of("read_base_foreign_I"))
    assert card == IdCardText(IdCardKind.FOREIGN_PERMANENT_RESIDENT, "史密斯", "USA110194901018", "20300101")


def test_a_residence_permit() -> None:
    card = text_block.parse(block_of("read_base_hmt_J"))
    assert (card.kind, card.number) == (IdCardKind.RESIDENCE_PERMIT, "810000195001010029")


@pytest.mark.parametrize("name", ["张秀英", "\U00020bb7野", "阿依古丽·买买提"])
def test_rare_characters_and_dots_in_names(name: str) -> None:
    assert text_block.parse(id_card(name, "310108194002290011").text).name == name


def test_a_card_type_nobody_has_described_is_not_guessed_at() -> None:
    with pytest.raises(UnsupportedCardType):
        text_block.parse(id_card("x", "310108194002290011", type_letter="Y").text)


@pytest.mark.parametrize(
    "text",
    [
        id_card("", "310108194002290011").text,
        id_card("x", "31010819400229001").text,
        id_card("x", "31010819400229001?").text,
        id_card("x", "310108194002290011", last_day="soon").text,
        id_card("x", "310108194002290011").text[:-2],
        b"\x00\xd8" * 128,
        b"",
    ],
)
def test_a_block_no_card_holds_is_damage(text: bytes) -> None:
    with pytest.raises(DamagedTextBlock):
        text_block.parse(text)


@given(st.binary(min_size=256, max_size=256))
def test_random_blocks_are_refused_and_not_repeated(block: bytes) -> None:
    with pytest.raises((DamagedTextBlock, UnsupportedCardType)) as refusal:
        text_block.parse(block)
    assert refusal.value.__cause__ is None


def test_a_person_stays_out_of_repr() -> None:
    shown = repr(text_block.parse(id_card("Canary", "310108194002290011").text))
    assert "Canary" not in shown
    assert "310108194002290011" not in shown
