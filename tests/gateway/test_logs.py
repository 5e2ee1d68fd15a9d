"""The log of a gateway by itself: JSON lines whose fields are on a list, so nothing personal slips in."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.gateway.logs import log_as_json

SECRET = "310108194002290011"


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    root, ours = logging.getLogger(), logging.getLogger("kiosk")
    before = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    log_as_json(stream)
    yield stream
    root.handlers[:], root.level, ours.level = before


def lines(told: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.getvalue().splitlines()]


def test_a_line_has_its_listed_fields_and_no_other(told: io.StringIO) -> None:
    fields = {"payment_id": "p-1", "to_state": "posted", "id_number": SECRET, "count": SECRET}
    logging.getLogger("kiosk.gateway").info("payment moved", extra=fields)
    (line,) = lines(told)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "payment moved",
        "level": "info",
        "logger": "kiosk.gateway",
        "payment_id": "p-1",
        "to_state": "posted",
    }


def test_of_an_error_stand_its_types_and_places_but_not_its_words(told: io.StringIO) -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"no account {SECRET}") from error
    except ValueError:
        logging.getLogger("kiosk.gateway").exception("a payment could not be driven")
    (line,) = lines(told)
    assert line["error"] == ["ValueError", "KeyError"]
    assert "test_logs.py" in line["raised_at"][0]
    assert SECRET not in told.getvalue()


def test_other_peoples_loggers_speak_from_warnings_on(told: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("started")
    logging.getLogger("uvicorn.error").warning("slow")
    assert [line["event"] for line in lines(told)] == ["slow"]
