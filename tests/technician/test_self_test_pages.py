"""The board and the self-test: what is started, what is asked, and what is answered by fingers."""

from kiosk.selftest import model
from kiosk.selftest.model import Answered, Ask, Measured, PartState, Result, RunEnded
from kiosk.technician import events as t
from kiosk.technician import view
from kiosk.technician.effects import AnswerAsk, CancelRun, ExportReport, PrintReport, ReadLines, StartTests
from kiosk.technician.view import Board, CellTouched, ColourField, Guide, Lines, TouchGrid
from tests.technician.bench import NIGHT_WALL_S, TESTS, Bench, words

GRID = Ask("touch.grid", "touch_cells", "", ("done", "does_not_work"), 45, 1, 1, "grid")
COLOURS = Ask("display.colours", "look_colours", "", ("even", "spots"), 45, 1, 1, "colours")
CARD = Ask("card_reader.card_through", "insert_ic_card", "ic_card_in", ("does_not_work",), 45, 1, 3)


def passed(number: int, test: str, days_ago: float = 0.0) -> Result:
    spec = next(spec for spec in TESTS if spec.name == test)
    return Result(number, test, spec.part, "passed", began_wall_s=NIGHT_WALL_S - 86400 * days_ago)


def test_the_board_shows_every_fitted_part_with_its_gravest_word(inside: Bench) -> None:
    printer = PartState("printer", "online", "warning", ("paper_low", "identity_changed"))
    camera = PartState("camera", "not_fitted", "unknown")
    reader = PartState("id_reader", "online", "ok", facts=(Measured("answer", "42 ms"),))
    inside.feed(t.PartsChanged((reader, camera, printer)))
    inside.feed(t.ResultsRead((passed(7, "id_reader.module", 0.5),)))
    desk = inside.desk
    assert isinstance(desk, Board)
    assert [(card.name, words(card.chip.label)) for card in desk.cards] == [
        ("id_reader", "正常"),
        ("printer", "纸将尽"),
    ]
    assert [words(line) for line in desk.cards[0].lines] == ["应答 42 ms", "通过 · 12 小时前"]


def test_the_board_ends_with_the_newest_line_of_the_trace(inside: Bench) -> None:
    inside.feed(t.LinesRead("trace", None, tuple(f"line {n}" for n in range(9))))
    assert inside.desk.trace == ("line 4", "line 3", "line 2", "line 1", "line 0")


def test_all_tests_are_run_and_their_progress_shown(inside: Bench) -> None:
    inside.taps("run_all")
    assert inside.asked(StartTests) == [StartTests(tuple(spec.name for spec in TESTS))]
    inside.feed(t.SelfTestTold(model.TestBegan("id_reader.module", 0, 6)))
    ring = inside.desk.ring
    assert ring is not None
    assert (ring.done, ring.of, words(ring.label)) == (0, 6, "读证模块应答")
    inside.feed(t.SelfTestTold(passed(1, "id_reader.module")))
    inside.feed(t.SelfTestTold(RunEnded()))
    assert inside.notice == "测试做完了"
    assert inside.mode.latest("id_reader.module") is not None


def test_one_part_leads_to_its_tests_with_their_age_and_reason(inside: Bench) -> None:
    failed = Result(
        9, "printer.print_and_read", "printer", "failed", "paper_out", began_wall_s=NIGHT_WALL_S - 300
    )
    inside.feed(t.ResultsRead((failed, passed(8, "printer.print_and_read"), passed(3, "disk.space", 31))))
    inside.taps("open_printer")
    desk = inside.desk
    assert isinstance(desk, view.TestList)
    (row,) = desk.rows
    assert (words(row.chip.label), words(row.when), words(row.reason)) == (
        "没通过",
        "5 分钟前",
        "没有纸:装上新纸卷",
    )
    inside.taps("back", "single")
    rows = {row.name: words(row.chip.label) for row in inside.desk.rows}
    assert (rows["disk.space"], rows["touch.grid"]) == ("过期", "没测过")
    inside.taps("start_disk.space")
    assert inside.asked(StartTests) == [StartTests(("disk.space",))]


def test_a_guided_step_shows_its_picture_and_the_time_left(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.SelfTestTold(model.TestBegan(CARD.test, 1, 6)))
    inside.feed(t.SelfTestTold(CARD))
    inside.passes(9)
    desk = inside.desk
    assert isinstance(desk, Guide)
    assert (desk.picture, desk.step, desk.of, desk.left) == ("ic_card_in", 1, 3, 0.8)
    inside.taps("answer_does_not_work")
    assert inside.asked(AnswerAsk) == [AnswerAsk(Answered(CARD.test, "does_not_work"))]
    inside.feed(t.AnswerTapped("does_not_work"))
    assert len(inside.asked(AnswerAsk)) == 1, "a second tap answers nothing"


def test_the_grid_answers_by_itself_when_every_cell_was_hit(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.SelfTestTold(model.TestBegan(GRID.test, 3, 6)))
    inside.feed(t.SelfTestTold(GRID))
    for column in range(5):
        for row in range(5):
            desk = inside.desk
            assert isinstance(desk, TouchGrid)
            assert len(desk.hit) == 5 * column + row
            inside.feed(CellTouched(column, row, 1.8 if (column, row) == (2, 2) else -0.4))
    measured = (Measured("cells_hit", "25/25"), Measured("widest_miss", "1.8 mm"))
    assert inside.asked(AnswerAsk) == [AnswerAsk(Answered("touch.grid", "done", measured))]


def test_a_grid_given_up_tells_how_far_it_got(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.SelfTestTold(model.TestBegan(GRID.test, 3, 6)))
    inside.feed(t.SelfTestTold(GRID))
    inside.feed(CellTouched(0, 0, 0.5))
    inside.feed(CellTouched(9, 9, 0.5))
    inside.taps("answer_does_not_work")
    measured = (Measured("cells_hit", "1/25"), Measured("widest_miss", "0.5 mm"))
    assert inside.effects[-1] == AnswerAsk(Answered("touch.grid", "does_not_work", measured))


def test_every_pattern_is_looked_at_before_the_question(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.SelfTestTold(model.TestBegan(COLOURS.test, 4, 6)))
    inside.feed(t.SelfTestTold(COLOURS))
    seen = []
    while isinstance(inside.desk, ColourField):
        seen.append(inside.desk.pattern)
        inside.taps("colour_next")
    assert seen == ["red", "green", "blue", "white", "black", "grey", "checks"]
    inside.taps("answer_even")
    assert inside.effects[-1] == AnswerAsk(Answered("display.colours", "even"))


def test_a_run_can_be_stopped_and_says_so(inside: Bench) -> None:
    inside.taps("run_all", "cancel")
    assert inside.effects[-1] == CancelRun()
    inside.feed(t.SelfTestTold(RunEnded(cancelled=True)))
    assert inside.notice == "测试已停止"


def test_a_runner_that_is_busy_is_told(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.Failed("tests"))
    assert inside.mode.run is None
    assert "测试没有开始" in inside.notice


def test_the_report_goes_to_a_file_and_to_paper(inside: Bench) -> None:
    inside.taps("export", "print")
    assert inside.asked(ExportReport)
    assert inside.asked(PrintReport)
    inside.feed(t.ReportWritten("selftest-LFL-380-01.json"))
    assert inside.notice == "报告已写好:selftest-LFL-380-01.json"
    inside.feed(t.Failed("print"))
    assert "没有打出来" in inside.notice


def test_traces_are_read_for_one_device_or_all_and_leafed_through(inside: Bench) -> None:
    inside.taps("trace", "filter_printer")
    assert inside.asked(ReadLines)[-1] == ReadLines("trace", "printer")
    inside.feed(t.LinesRead("trace", "printer", tuple(f"line {n}" for n in range(40))))
    desk = inside.desk
    assert isinstance(desk, Lines)
    assert (len(desk.lines), desk.page.of if desk.page else 0) == (16, 3)
    inside.taps("page_next", "page_next")
    assert inside.desk.lines == tuple(f"line {n}" for n in range(32, 40))


def test_one_devices_lines_are_never_shown_as_anothers(inside: Bench) -> None:
    inside.feed(t.LinesRead("trace", None, ("of all",)))
    inside.taps("trace", "filter_printer")
    assert inside.desk.lines == ()
    inside.feed(t.LinesRead("trace", None, ("of all, asked before",)))
    assert inside.desk.lines == ()


def test_history_is_told_in_the_words_of_engineers(inside: Bench) -> None:
    inside.feed(t.ResultsRead((passed(1, "disk.space"),)))
    inside.taps("trace", "history")
    (line,) = inside.desk.lines
    assert line.split() == ["2026-11-21", "22:05", "disk.space", "passed", "0.0", "s"]
