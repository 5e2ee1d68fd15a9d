"""The report: one value, as JSON for machines and as a slip for the technician's folder."""

import json
import re

import msgspec
import pytest
from PIL import Image

from drivers.scanner.decode import decode
from kiosk import places
from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.roll import WIDTH_DOTS
from kiosk.selftest.every_test import EVERY_TEST
from kiosk.selftest.held_slip import before_camera
from kiosk.selftest.live_states import PARTS
from kiosk.selftest.model import MOST_TEST_AGE_S, Measured, PartState, Result
from kiosk.selftest.report import SCHEMA, Headline, Report, as_json, make_report
from kiosk.selftest.slip import draw_report, draw_short_slip
from kiosk.texts import load_texts

NOW_S = 1_795_254_060.0
WORDS = load_texts("zh")
FACES = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
HEADLINE = Headline("LFL-380-01", "0.1.0", "0123456789abcdef", True, ("printer", "camera"))


def some_report() -> Report:
    results = (
        Result(7, "printer.status", "printer", "failed", "paper_out", "printer: paper out", (), NOW_S, 0.4),
        Result(8, "printer.cutter", "printer", "not_done", "needs", "printer.status", (), NOW_S, 0.0),
        Result(
            2,
            "disk.write",
            "disk",
            "passed",
            measured=(Measured("write_time", "3 ms"),),
            began_wall_s=NOW_S - MOST_TEST_AGE_S - 60.0,
            took_s=0.1,
        ),
    )
    states = (PartState("printer", "user_error", "error", ("paper_out",), "printer: paper out"),)
    return make_report(HEADLINE, results, states, {"failed": 3, "passed": 40}, NOW_S, 8 * 3600)


def test_the_json_says_who_when_what_and_how_it_is_now() -> None:
    told = json.loads(as_json(some_report()))
    assert told["schema"] == SCHEMA
    assert (told["machine"], told["made_at"]) == ("LFL-380-01", "2026-11-21T17:41:00+08:00")
    assert told["summary"] == {"passed": 1, "failed": 1, "not_done": 1, "not_fitted": 0}
    assert told["results"][0] | {"reason": "paper_out", "outcome": "failed"} == told["results"][0]
    assert told["results"][2]["measured"] == {"write_time": "3 ms"}
    assert [result["out_of_date"] for result in told["results"]] == [False, False, True]
    assert told["parts"][0]["statuses"] == ["paper_out"]
    assert told["counters"]["passed"] == 40
    assert msgspec.json.decode(as_json(some_report()), type=Report) == some_report()


def test_the_slip_is_what_a_printer_takes_and_grows_with_what_it_tells() -> None:
    slip = draw_report(some_report(), WORDS, FACES)
    assert (slip.mode, slip.width) == ("1", WIDTH_DOTS)
    sound = make_report(HEADLINE, (), (), {}, NOW_S, 0)
    assert draw_report(sound, WORDS, FACES).height < slip.height


def test_a_code_that_was_printed_can_be_read_back_from_the_paper() -> None:
    slip = draw_short_slip("SELFTEST 0123456789AB", WORDS, FACES)
    read = decode(before_camera(slip), frozenset({"qr"}))
    assert [code.text for code in read] == ["SELFTEST 0123456789AB"]
    assert decode(before_camera(draw_short_slip("", WORDS, FACES)), frozenset({"qr"})) == ()


def test_a_slip_longer_than_the_table_is_seen_from_farther_off() -> None:
    assert before_camera(Image.new("1", (WIDTH_DOTS, 4000), 1)).shape == (720, 1280)


@pytest.mark.parametrize("procedure", EVERY_TEST, ids=lambda procedure: procedure.spec.name)
def test_every_test_has_a_name_for_people_and_needs_only_what_comes_before_it(procedure: object) -> None:
    names = [each.spec.name for each in EVERY_TEST]
    spec = procedure.spec  # type: ignore[attr-defined]  # pytest hands parameters on without a type
    assert WORDS[f"selftest.test.{spec.name}"]
    assert WORDS[f"selftest.part.{spec.part}"]
    before = names[: names.index(spec.name)]
    assert set(procedure.needs) <= set(before)  # type: ignore[attr-defined]  # as above


def test_every_stem_in_the_code_of_the_tests_has_words() -> None:
    code = "\n".join(path.read_text() for path in (places.ROOT / "kiosk" / "selftest").rglob("*.py"))
    reasons = set(re.findall(r'(?:Failed|NotDone|NotFitted)\(\s*"(\w+)"', code))
    reasons |= set(re.findall(r'Ending\("\w+", "(\w+)"', code))
    measured = set(re.findall(r'measure(?:_ms)?\(\s*"(\w+)"', code))
    asks = set(re.findall(r'Prompt\(\s*"(\w+)"', code))
    assert len(reasons) > 30
    assert reasons <= WORDS.table("selftest.reason").keys()
    assert measured <= WORDS.table("selftest.measured").keys()
    assert asks == WORDS.table("selftest.ask").keys()


def test_every_part_has_a_test() -> None:
    assert {procedure.spec.part for procedure in EVERY_TEST} == set(PARTS)
