"""Money in English words, as it stands beside the digits and as the voice says it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payment.amount import MAX_FEN, NotAnAmount
from kiosk.payment.amount_english import EnglishNumerals

EN = EnglishNumerals(
    below_twenty="zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    tens="twenty thirty forty fifty sixty seventy eighty ninety",
    hundred="hundred",
    thousands="thousand million billion",
    yuan="yuan",
    fen="fen",
    joint="and",
)

SUMS = {
    0: "zero yuan",
    1: "one fen",
    50: "fifty fen",
    75: "seventy-five fen",
    100: "one yuan",
    105: "one yuan and five fen",
    1200: "twelve yuan",
    2000: "twenty yuan",
    10000: "one hundred yuan",
    10100: "one hundred and one yuan",
    23875: "two hundred and thirty-eight yuan and seventy-five fen",
    100000: "one thousand yuan",
    100500: "one thousand and five yuan",
    123456: "one thousand two hundred and thirty-four yuan and fifty-six fen",
    500000: "five thousand yuan",
    1640902: "sixteen thousand four hundred and nine yuan and two fen",
    100000000: "one million yuan",
    100010000: "one million one hundred yuan",
    1000000000000: "ten billion yuan",
}


@pytest.mark.parametrize(("amount_fen", "words"), SUMS.items())
def test_sums_as_people_say_them(amount_fen: int, words: str) -> None:
    assert EN.money(amount_fen) == words


def test_without_and_a_sum_is_shorter_to_read() -> None:
    short = msgspec.structs.replace(EN, joint="")
    assert short.money(23875) == "two hundred thirty-eight yuan seventy-five fen"
    assert short.money(100505) == "one thousand five yuan five fen"


def heard(words: str) -> int:
    """The number somebody writes down who hears it."""
    known = {word: value for value, word in enumerate(EN.below_twenty.split())}
    known |= {word: 10 * value for value, word in enumerate(EN.tens.split(), 2)}
    powers = {word: 1000**power for power, word in enumerate(EN.thousands.split(), 1)}
    whole = group = 0
    for word in words.replace("-", " ").split():
        if word in powers:
            whole, group = whole + group * powers[word], 0
        elif word == EN.hundred:
            group *= 100
        elif word != EN.joint:
            group += known[word]
    return whole + group


@given(st.one_of(st.integers(0, 2_000_000), st.integers(0, MAX_FEN)))
def test_a_sum_can_be_written_down_from_hearing_it(amount_fen: int) -> None:
    yuan, found, rest = EN.money(amount_fen).partition(" yuan")
    fen = rest.removeprefix(" and ") if found else EN.money(amount_fen)
    written = 100 * heard(yuan) if found else 0
    assert written + heard(fen.removesuffix(" fen")) == amount_fen


def test_only_an_amount_has_words() -> None:
    with pytest.raises(NotAnAmount):
        EN.money(-1)


@pytest.mark.parametrize("short", ["below_twenty", "tens", "thousands"])
def test_too_few_words_are_told_at_once_and_not_at_the_first_large_sum(short: str) -> None:
    with pytest.raises(ValueError, match="English numbers need"):
        msgspec.structs.replace(EN, **{short: "one two"})
