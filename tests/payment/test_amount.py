"""Money in digits, in the capitals of bank papers, and the way people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payment.amount import MAX_FEN, NotAnAmount, checked, digits, signed
from kiosk.texts import load_texts

ZH = load_texts("zh")
FIGURES = {figure: value for value, figure in enumerate(ZH["capitals.digit"])}
RANKS = {"拾": 10, "佰": 100, "仟": 1000}

amounts = st.one_of(st.integers(0, 1_000_000), st.integers(0, MAX_FEN))

# By the central bank's rules for filling in settlement papers ("正确填写票据和结算凭证的基本规定"); its own
# examples are marked *. Where they leave a choice we write no zero between yuan and jiao after a round
# number, and "整" after jiao.
CAPITALS = {
    0: "零元整",
    1: "壹分",
    5: "伍分",
    10: "壹角整",
    50: "伍角整",
    99: "玖角玖分",
    100: "壹元整",
    101: "壹元零壹分",
    1000: "壹拾元整",
    1050: "壹拾元伍角整",
    1500: "壹拾伍元整",
    10000: "壹佰元整",
    10005: "壹佰元零伍分",
    10100: "壹佰零壹元整",
    11000: "壹佰壹拾元整",
    23875: "贰佰叁拾捌元柒角伍分",
    32504: "叁佰贰拾伍元零肆分",  # *
    140950: "壹仟肆佰零玖元伍角整",  # *
    600714: "陆仟零柒元壹角肆分",  # *
    168032: "壹仟陆佰捌拾元叁角贰分",  # *
    1640902: "壹万陆仟肆佰零玖元零贰分",  # *
    10700053: "壹拾万柒仟元伍角叁分",  # *
    1000000: "壹万元整",
    1000100: "壹万零壹元整",
    1010000: "壹万零壹佰元整",
    1100000: "壹万壹仟元整",
    10000000: "壹拾万元整",
    100000000: "壹佰万元整",
    10000000000: "壹亿元整",
    10000000100: "壹亿零壹元整",
    10000100000: "壹亿零壹仟元整",
    10001000000: "壹亿零壹万元整",
    10010000100: "壹亿零壹拾万零壹元整",
    100000000000000 - 1: "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}
SPOKEN = {
    1: "一分",
    2: "两分",
    20: "两毛",
    25: "两毛五分",
    100: "一块",
    200: "两块",
    205: "两块零五分",
    250: "两块五毛",
    1000: "十块",
    1200: "十二块",
    2000: "二十块",
    2200: "二十二块",
    11230: "一百一十二块三毛",
    10200: "一百零二块",
    20000: "二百块",
    23875: "二百三十八块七毛五分",
    200000: "两千块",
    2000000: "两万块",
    100500: "一千零五块",
}


@pytest.mark.parametrize(("amount_fen", "words"), CAPITALS.items())
def test_capitals_as_on_bank_papers(amount_fen: int, words: str) -> None:
    assert ZH.capitals.money(amount_fen) == words


@pytest.mark.parametrize(("amount_fen", "words"), SPOKEN.items())
def test_sums_as_people_say_them(amount_fen: int, words: str) -> None:
    assert ZH.spoken.money(amount_fen) == words


@pytest.mark.parametrize(
    ("amount_fen", "written"),
    [(0, "¥0.00"), (5, "¥0.05"), (50, "¥0.50"), (23875, "¥238.75"), (123456789, "¥1234567.89")],
)
def test_digits(amount_fen: int, written: str) -> None:
    assert digits(amount_fen) == written


@pytest.mark.parametrize("wrong", [-1, MAX_FEN + 1, True, 1.0, "5", None])
def test_only_whole_fen_are_money(wrong: int) -> None:
    for write in (checked, digits, ZH.capitals.money, ZH.spoken.money):
        with pytest.raises(NotAnAmount) as raised:
            write(wrong)
        assert str(wrong) not in str(raised.value) or wrong is None


@given(amounts)
def test_digits_can_be_read_back(amount_fen: int) -> None:
    yuan, fen = digits(amount_fen).removeprefix("¥").split(".")
    assert (len(fen), int(yuan) * 100 + int(fen)) == (2, amount_fen)


@given(amounts)
def test_capitals_can_be_read_back(amount_fen: int) -> None:
    assert read(ZH.capitals.money(amount_fen)) == amount_fen


@given(amounts)
def test_capitals_follow_the_rules_of_the_bank(amount_fen: int) -> None:
    words = ZH.capitals.money(amount_fen)
    assert "零零" not in words
    assert words.count("元") == (1 if amount_fen >= 100 or amount_fen == 0 else 0)
    assert words.endswith("分") == (amount_fen % 10 > 0)
    assert words.endswith("整") == (amount_fen % 10 == 0)
    assert not any(f"零{unit}" in words for unit in ("拾", "佰", "仟", "万", "亿", "角", "分"))
    assert amount_fen == 0 or not words.startswith("零")


@given(amounts, amounts)
def test_two_sums_never_sound_alike(one_fen: int, other_fen: int) -> None:
    if one_fen != other_fen:
        assert ZH.spoken.money(one_fen) != ZH.spoken.money(other_fen)
        assert ZH.capitals.money(one_fen) != ZH.capitals.money(other_fen)


def read(words: str) -> int:
    """Capitals back to fen, by another way than they were made."""
    yuan, _, rest = words.rpartition("元")
    jiao_part, _, fen_part = rest.rpartition("角")
    return _whole(yuan) * 100 + _whole(jiao_part) * 10 + _whole(fen_part.removesuffix("分"))


def _whole(words: str) -> int:
    total = group = figure = 0
    for word in words.removesuffix("整"):
        if word in FIGURES:
            figure = FIGURES[word]
        elif word in RANKS:
            group += figure * RANKS[word]
            figure = 0
        else:
            unit = {"万": 10_000, "亿": 100_000_000}[word]
            total += (group + figure) * unit
            group = figure = 0
    return total + group + figure


def test_a_credit_among_the_parts_of_a_sum_has_a_minus_before_the_sign() -> None:
    assert (signed(-1_205), signed(1_205), signed(0)) == ("-¥12.05", "¥12.05", "¥0.00")
