"""Changing supplies: by two people, counted blind, recorded once, taken up after a power cut."""

import pytest

from kiosk.technician import events as t
from kiosk.technician.effects import (
    CloseToResidents,
    KeepExchange,
    PrintSlip,
    RecordAct,
    WriteEntry,
)
from kiosk.technician.supplies import CashAct, CashExchange, PaperAct
from kiosk.technician.view import Form, PinEntry
from tests.technician.bench import NIGHT_WALL_S, SUPPLIES, Bench, words

AGREED = {10000: "3", 5000: "0", 2000: "1", 1000: "0", 500: "2", 100: "0"}


def counts(bench: Bench, counted: dict[int, str]) -> None:
    for value, notes in counted.items():
        bench.taps(f"choose_counted_{value}")
        bench.types(notes)
    bench.taps("next")


def names_people(bench: Bench, witness: str = "12", new_box: str = "418") -> None:
    bench.taps("choose_witness")
    bench.types(witness)
    bench.taps("choose_new_box")
    bench.types(new_box)
    bench.taps("next")


def rows(bench: Bench) -> dict[str, str]:
    assert isinstance(bench.desk, Form)
    return {row.name: row.value for row in bench.desk.rows}


def the_act(bench: Bench) -> CashAct:
    record = bench.asked(RecordAct)[-1]
    assert isinstance(record, RecordAct)
    assert isinstance(record.act, CashAct)
    return record.act


@pytest.fixture
def counting(inside: Bench) -> Bench:
    inside.taps("supplies", "cash_box")
    inside.feed(t.BoxChanged(is_in=False))
    return inside


def test_the_counters_are_shown_since_the_last_change(inside: Bench) -> None:
    inside.taps("supplies")
    shown = rows(inside)
    assert (shown["slips"], shown["printed_m"], shown["box"], shown["box_notes"]) == (
        "412",
        "61.8 m",
        "417",
        "6",
    )


def test_a_new_roll_is_recorded_with_its_technician_and_printed(inside: Bench) -> None:
    inside.taps("supplies", "new_roll", "record")
    assert inside.asked(RecordAct) == [
        RecordAct(PaperAct("07", inside.mode.wall_s, SUPPLIES.paper)),
    ]
    assert not inside.button("record").enabled, "once"
    inside.records(12)
    assert inside.notice == "已记录,第 12 号"
    (slip,) = (effect for effect in inside.effects if isinstance(effect, PrintSlip))
    assert slip.document.name == "paper-12"


def test_what_the_machine_counted_is_not_shown_before_the_count_is_done(counting: Bench) -> None:
    assert rows(counting) == {
        "box": "417",
        "period": rows(counting)["period"],
        **{f"counted_{value}": "" for value in AGREED},
    }
    assert "机器记" not in counting.said()
    counting.taps("back")
    assert rows(counting)["box_notes"] == "-"
    counting.taps("cash_box")
    counts(counting, AGREED)
    names_people(counting)
    assert "机器记 3 张" in counting.said()


def test_every_value_must_be_counted_also_where_there_is_none(counting: Bench) -> None:
    counting.types("3")
    button = counting.button("next")
    assert (button.enabled, words(button.reason)) == (False, "还有面额没有填")
    counting.feed(t.NextTapped())
    assert counting.mode.exchange is not None
    assert counting.mode.exchange.step == "count"


@pytest.mark.parametrize(
    ("witness", "new_box", "why"),
    [
        ("07", "418", "第二个人不能是自己"),
        ("1", "418", "还差第二个人的编号"),
        ("12", "417", "新钱箱和旧钱箱同号"),
    ],
)
def test_two_people_and_two_boxes_are_needed(counting: Bench, witness: str, new_box: str, why: str) -> None:
    counts(counting, AGREED)
    counting.taps("choose_witness")
    counting.types(witness)
    counting.taps("choose_new_box")
    counting.types(new_box)
    assert words(counting.button("next").reason) == why


def test_an_act_without_a_box_in_its_place_is_not_recorded(counting: Bench) -> None:
    counts(counting, AGREED)
    names_people(counting)
    assert words(counting.button("next").reason) == "请先装好新钱箱"
    counting.feed(t.BoxChanged(is_in=True))
    counting.taps("next")
    act = the_act(counting)
    assert (act.technician, act.witness, act.box, act.new_box) == ("07", "12", "417", "418")
    assert (act.system_fen, act.counted_fen, act.differs) == (33000, 33000, False)
    counting.records(13)
    assert counting.notice == "已记录,第 13 号"
    assert not counting.mode.cash_stays_off


def test_a_difference_is_said_and_becomes_a_case(counting: Bench) -> None:
    counting.feed(t.BoxChanged(is_in=True))
    counts(counting, AGREED | {2000: "0", 1000: "2"})
    names_people(counting)
    assert words(counting.desk.problem).startswith("与机器记的不符")
    assert rows(counting)["difference"] == "¥0.00", "the sum agrees, the notes do not"
    counting.taps("next")
    assert the_act(counting).differs
    counting.records(14, case=3)
    assert counting.notice == "已记录。数目不符,列为第 3 号差错"
    assert WriteEntry("act_recorded", "07", "act 14, case 3") in counting.effects


def test_counting_anew_after_seeing_the_figures_is_written_down(counting: Bench) -> None:
    counting.feed(t.BoxChanged(is_in=True))
    counts(counting, AGREED | {2000: "9"})
    names_people(counting)
    counting.taps("recount")
    assert rows(counting)["counted_2000"] == ""
    counts(counting, AGREED)
    counting.taps("next", "next")
    assert the_act(counting).recounts == 1


def test_the_slip_has_every_value_and_room_for_two_hands(counting: Bench) -> None:
    counting.feed(t.BoxChanged(is_in=True))
    counts(counting, AGREED | {2000: "0"})
    names_people(counting)
    counting.taps("next")
    counting.records(15, case=4)
    (slip,) = (effect for effect in counting.effects if isinstance(effect, PrintSlip))
    said = [(words(line.label), line.value) for line in slip.document.lines]
    assert said[0] == ("演示凭条 没有真的扣钱", "")
    assert ("¥100 纸币", "3 / 3") in said
    assert ("¥20 纸币", "1 / 0") in said
    assert ("相差", "-¥20.00") in said
    assert ("差错号", "4") in said
    assert [label for label, _ in said[-2:]] == ["技术员 07 签字", "第二人 12 签字"]


def test_taking_the_box_out_opens_the_exchange_by_itself(bench: Bench) -> None:
    bench.feed(t.BoxChanged(is_in=False))
    assert bench.mode.cash_stays_off
    assert bench.mode.exchange == CashExchange(SUPPLIES.box, NIGHT_WALL_S, by_itself=True)
    assert bench.asked(KeepExchange)
    assert bench.asked(CloseToResidents)
    assert WriteEntry("box_removed", "", "box 417") in bench.effects
    bench.passes(2)
    assert isinstance(bench.desk, PinEntry)
    bench.feed(t.StaffCardShown())
    bench.tries()
    assert words(bench.desk.title) == "取出钱箱 · 清点"


def test_a_box_put_back_uncounted_leaves_cash_off(bench: Bench) -> None:
    bench.feed(t.BoxChanged(is_in=False))
    bench.feed(t.BoxChanged(is_in=True))
    assert bench.mode.cash_stays_off


def test_a_note_told_late_belongs_to_the_box_that_is_out(counting: Bench) -> None:
    late = SUPPLIES.box.notes | {10000: 4, 0: 1}
    box = type(SUPPLIES.box)("417", SUPPLIES.box.since_wall_s, late)
    counting.feed(t.SuppliesChanged(type(SUPPLIES)(SUPPLIES.paper, box), None))
    assert counting.mode.exchange is not None
    assert counting.mode.exchange.box.notes == late
    assert "面额不明" in counting.said()


def test_a_disk_that_does_not_take_the_act_keeps_the_exchange_open(counting: Bench) -> None:
    counting.feed(t.BoxChanged(is_in=True))
    counts(counting, AGREED)
    names_people(counting)
    counting.taps("next")
    counting.feed(t.Failed("act"))
    assert "没有存下来" in counting.notice
    assert counting.mode.cash_stays_off
    counting.taps("next")
    assert len(counting.asked(RecordAct)) == 2


STEPS = {
    "opened": lambda bench: None,
    "counting": lambda bench: bench.types("3"),
    "counted": lambda bench: counts(bench, AGREED),
    "people": lambda bench: (counts(bench, AGREED), names_people(bench)),
    "recounting": lambda bench: (counts(bench, AGREED), names_people(bench), bench.taps("recount")),
}


@pytest.mark.parametrize("step", STEPS)
def test_after_a_power_cut_it_goes_on_where_it_stood(counting: Bench, step: str) -> None:
    STEPS[step](counting)
    before = counting.mode.exchange
    after = counting.power_goes()
    assert after.mode.exchange == before
    assert after.mode.cash_stays_off
    after.signs_in()
    assert isinstance(after.desk, Form)
    assert rows(after) == rows(counting)


def test_an_exchange_read_again_does_not_undo_what_was_typed_since(counting: Bench) -> None:
    stale = counting.mode.exchange
    counting.types("3")
    counting.feed(t.SuppliesChanged(SUPPLIES, stale))
    counting.feed(t.SuppliesChanged(SUPPLIES, None))
    assert rows(counting)["counted_10000"] == "3"
