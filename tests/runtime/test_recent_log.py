"""The lines of the log that an operator may ask for: the last ones, short, and nobody's numbers in them."""

import logging

import msgspec
import pytest

from kiosk.runtime.recent_log import RecentLog, line_of
from kiosk.wire.commands import MOST_LINE, LogLines


def record(words: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    found = (type(error), error, None) if error else None
    return logging.LogRecord("kiosk.printer", logging.WARNING, "x.py", 1, words, values, found)


@pytest.mark.parametrize(
    "number",
    [
        "310108194002290011",
        "31010819400229001X",
        "13812345678",
        "138 1234 5678",
        "021-55550101",
        "6222021001",
    ],
)
def test_what_might_be_somebodys_number_is_left_out(number: str) -> None:
    line = line_of(record("no answer for %s in 20 s", number))
    assert "no answer for # in 20 s" in line
    assert number not in line


def test_an_id_of_a_payment_is_left_out() -> None:
    assert "payment # waits" in line_of(record("payment 0b0e3f0a-1111-4222-8333-444455556666 waits"))


def test_of_an_error_there_is_its_kind_alone() -> None:
    line = line_of(record("it broke", error=ValueError("Zhang Guilan")))
    assert line.endswith("it broke (ValueError)")


def test_a_line_is_short_and_one_line_and_may_be_sent() -> None:
    line = line_of(record("a\nb\x00c" + "x" * 999))
    assert (len(line), "a b c" in line) == (MOST_LINE, True)
    msgspec.convert(msgspec.to_builtins(LogLines("c1", (line,))), LogLines)


def test_a_line_that_cannot_be_made_up_is_kept_as_it_is() -> None:
    assert line_of(record("%d notes", "many")).endswith("%d notes")


def test_only_the_last_lines_are_kept_and_handed_out() -> None:
    log = RecentLog(most=3)
    for number in range(5):
        log.emit(record("line %d", number))
    assert [line[-6:] for line in log.lines(10)] == ["line 2", "line 3", "line 4"]
    assert len(log.lines(1)) == 1
