"""Cards left behind: entered in three taps, found again, and handed back once, against a signature."""

import pytest

from kiosk.technician import events as t
from kiosk.technician import view
from kiosk.technician.effects import EndCard, EnterCard, PrintSlip, ReadCards, WriteEntry
from kiosk.technician.left_cards import CardGone, LeftCard, RegisterLine
from kiosk.technician.view import Board, Form
from tests.technician.bench import NIGHT_WALL_S, Bench, words

WAITS = RegisterLine(LeftCard("id_card", "1234", "slot", "07", NIGHT_WALL_S - 7200, 8))
KEPT = RegisterLine(LeftCard("ic_card", "", "bin", "", NIGHT_WALL_S - 3600, 9))
GONE = RegisterLine(
    LeftCard("bank_card", "4321", "counter", "12", NIGHT_WALL_S - 86400 * 3, 7),
    CardGone(7, "sent_on", "12", NIGHT_WALL_S - 86400, 1),
)


@pytest.fixture
def listed(inside: Bench) -> Bench:
    inside.taps("cards")
    inside.feed(t.CardsRead((KEPT, WAITS, GONE)))
    return inside


def slips(bench: Bench) -> list[list[tuple[str, str]]]:
    return [
        [
            (words(line.label), line.value if isinstance(line.value, str) else words(line.value))
            for line in effect.document.lines
        ]
        for effect in bench.asked(PrintSlip)
        if isinstance(effect, PrintSlip)
    ]


def titles(bench: Bench) -> list[tuple[str, str]]:
    assert isinstance(bench.desk, view.TestList)
    return [(words(row.title), words(row.chip.label)) for row in bench.desk.rows]


def test_a_card_is_entered_by_three_taps_and_its_digits_may_be_left_out(listed: Bench) -> None:
    listed.taps("new_card", "choose_id_card", "choose_slot", "enter_card")
    card = LeftCard("id_card", "", "slot", "07", listed.mode.wall_s)
    assert listed.asked(EnterCard) == [EnterCard(card)]
    entered = LeftCard("id_card", "", "slot", "07", listed.mode.wall_s, 10)
    listed.feed(t.CardEntered(entered))
    assert listed.notice == "已登记,第 10 号。请把卡锁好"
    assert titles(listed)[0] == ("10 号 · 身份证", "等人来领")
    assert WriteEntry("card_entered", "07", "card 10") in listed.effects


def test_digits_are_four_or_none(listed: Bench) -> None:
    listed.taps("new_card", "choose_bank_card", "choose_counter")
    listed.types("12345")
    assert listed.mode.page.last_digits == "1234"
    listed.taps("delete")
    assert words(listed.button("enter_card").reason) == "尾号要填满四位,或者不填"
    listed.feed(t.NextTapped())
    assert not listed.asked(EnterCard)
    listed.taps("clear", "enter_card")
    assert listed.asked(EnterCard)[0].card.last_digits == ""


def test_an_answer_can_be_given_again(listed: Bench) -> None:
    listed.taps("new_card", "choose_bank_card", "choose_bin", "back", "choose_slot")
    listed.types("12")
    listed.taps("choose_card_kind", "choose_other")
    listed.types("34")
    listed.taps("enter_card")
    assert listed.asked(EnterCard)[0].card == LeftCard("other", "1234", "slot", "07", listed.mode.wall_s)


def test_back_leads_out_of_the_form_step_by_step(listed: Bench) -> None:
    listed.taps("new_card", "choose_bank_card", "choose_bin", "back", "back", "back")
    assert isinstance(listed.desk, view.TestList)
    assert not listed.asked(EnterCard)


def test_a_card_on_its_way_to_the_disk_is_not_entered_twice(listed: Bench) -> None:
    listed.taps("new_card", "choose_bank_card", "choose_bin", "enter_card")
    assert not listed.button("enter_card").enabled
    for event in (
        t.NextTapped(),
        t.RowChosen("card_kind"),
        t.BackTapped(),
        t.DigitPressed(1),
        t.NextTapped(),
    ):
        listed.feed(event)
    assert len(listed.asked(EnterCard)) == 1


def test_a_disk_that_does_not_take_the_card_leaves_the_form_as_it_was(listed: Bench) -> None:
    listed.taps("new_card", "choose_bank_card", "choose_bin")
    listed.types("4321")
    listed.taps("enter_card")
    listed.feed(t.Failed("print"))
    assert not listed.button("enter_card").enabled, "another thing failed"
    listed.feed(t.Failed("card"))
    assert "先记在纸上" in listed.notice
    listed.taps("enter_card")
    first, second = listed.asked(EnterCard)
    assert first == second


def test_a_card_that_was_read_already_stands_in_the_list_once(listed: Bench) -> None:
    listed.feed(t.CardEntered(WAITS.card))
    assert sorted(line.card.number for line in listed.mode.cards) == [7, 8, 9]


def test_those_that_wait_are_told_on_the_board(listed: Bench) -> None:
    listed.taps("back")
    assert isinstance(listed.desk, Board)
    assert words(listed.button("cards").label) == "遗留卡 2"
    assert ReadCards() in listed.effects
    listed.feed(t.CardsRead((GONE,)))
    assert words(listed.button("cards").label) == "遗留卡"


def test_the_list_tells_what_where_and_when(listed: Bench) -> None:
    assert titles(listed) == [
        ("9 号 · 水电气卡", "等人来领"),
        ("8 号 · 身份证 · 尾号 1234", "等人来领"),
        ("7 号 · 银行卡 · 尾号 4321", "已转交"),
    ]
    assert [words(row.when) for row in listed.desk.rows] == [
        "收卡箱 · 1 小时前",
        "卡口里 · 2 小时前",
        "机器旁边 · 3 天前",
    ]


def test_a_long_list_is_leafed_through(listed: Bench) -> None:
    many = tuple(
        RegisterLine(LeftCard("other", "", "slot", "07", NIGHT_WALL_S, number)) for number in range(20, 0, -1)
    )
    listed.feed(t.CardsRead(many))
    seen = titles(listed)
    for _ in range(2):
        listed.taps("page_next")
        seen += titles(listed)
    assert [title for title, _ in seen] == [f"{number} 号 · 其他卡" for number in range(20, 0, -1)]
    assert not listed.button("page_next").enabled


def test_one_tap_ends_nothing(listed: Bench) -> None:
    """The question has a title of its own, by which the display knows a double tap."""
    listed.taps("open_card_8")
    before = words(listed.desk.title)
    listed.taps("handed_back")
    assert words(listed.desk.title) != before
    listed.taps("back")
    assert words(listed.desk.title) == before
    listed.feed(t.NextTapped())
    assert not listed.asked(EndCard)


@pytest.mark.parametrize(
    ("outcome", "said", "signs", "entry"),
    [
        ("handed_back", "已交还", "领卡人签字", "card_returned"),
        ("sent_on", "已转交", "接收单位签字", "card_sent_on"),
    ],
)
def test_a_card_goes_once_and_two_hands_sign(
    listed: Bench, outcome: str, said: str, signs: str, entry: str
) -> None:
    listed.taps("open_card_8", outcome, "confirm")
    (asked,) = listed.asked(EndCard)
    assert asked.gone == CardGone(8, outcome, "07", listed.mode.wall_s)
    assert slips(listed) == [], "the register has not taken it yet"
    for event in (t.NextTapped(), t.OutcomeChosen("sent_on"), t.BackTapped(), t.NextTapped()):
        listed.feed(event)
    assert len(listed.asked(EndCard)) == 1
    listed.feed(t.CardEnded(CardGone(8, outcome, "07", NIGHT_WALL_S, 2)))
    (slip,) = slips(listed)
    assert slip[0] == ("演示凭条 没有真的扣钱", "")
    for line in [("登记号", "8"), ("卡的种类", "身份证"), ("尾号", "1234"), ("去向", said)]:
        assert line in slip
    assert ("找到时间", "2026-11-21 20:05") in slip
    assert ("交出时间", "2026-11-21 22:05") in slip
    assert [label for label, _ in slip[-2:]] == [signs, "经手人 07 签字"]
    assert WriteEntry(entry, "07", "card 8") in listed.effects
    listed.taps("back")
    assert ("8 号 · 身份证 · 尾号 1234", said) in titles(listed)


def test_an_ended_card_can_be_printed_again_and_not_ended_again(listed: Bench) -> None:
    listed.taps("open_card_7", "print")
    assert ("登记号", "7") in slips(listed)[0]
    for event in (t.OutcomeChosen("handed_back"), t.NextTapped()):
        listed.feed(event)
    assert not listed.asked(EndCard)
    listed.feed(t.Printed())
    assert listed.notice == "已打印"


def test_a_card_somebody_else_has_ended_is_shown_as_it_is(listed: Bench) -> None:
    listed.taps("open_card_8", "handed_back", "confirm")
    assert listed.feed(t.Failed("card")) == (ReadCards(),)
    assert "没有登记上" in listed.notice
    listed.feed(t.CardsRead((KEPT, RegisterLine(WAITS.card, CardGone(8, "sent_on", "12", NIGHT_WALL_S, 2)))))
    assert words(listed.desk.title) == "遗留卡 · 已交出"


def test_an_end_is_printed_also_when_a_box_was_pulled_out_meanwhile(listed: Bench) -> None:
    listed.taps("open_card_8", "handed_back", "confirm")
    listed.feed(t.BoxChanged(is_in=False))
    listed.feed(t.CardEnded(CardGone(8, "handed_back", "07", NIGHT_WALL_S, 2)))
    assert len(slips(listed)) == 1
    assert words(listed.desk.title) == "取出钱箱 · 清点"


def test_who_kept_a_card_is_told_also_where_it_was_the_machine(listed: Bench) -> None:
    listed.taps("open_card_9")
    assert isinstance(listed.desk, Form)
    assert "机器收下" in [words(row.value) for row in listed.desk.rows if not isinstance(row.value, str)]


def test_an_empty_register_says_what_to_do(inside: Bench) -> None:
    inside.taps("cards")
    assert "按“登记新卡”" in inside.said()


def test_without_its_file_the_page_says_what_to_do_and_the_rest_works(inside: Bench) -> None:
    inside.taps("cards")
    inside.feed(t.CardsRead(None))
    assert words(inside.desk.problem).startswith("登记文件坏了:先记在纸上")
    assert not inside.button("new_card").enabled
    inside.feed(t.NewCardTapped())
    assert not inside.asked(EnterCard)
    inside.taps("back")
    assert words(inside.button("cards").label) == "遗留卡"
    inside.taps("supplies", "new_roll", "record")
    inside.records()
    assert "已记录" in inside.notice
