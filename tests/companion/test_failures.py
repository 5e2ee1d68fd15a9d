"""A companion that is fed nonsense says so once, and is not silent about anything else."""

import pytest
from msgspec import DecodeError

from kiosk.companion.failures import Failures
from kiosk.mirror.line import decode_snapshot


def kind(error: Exception) -> str:
    return type(error).__name__


def test_each_cause_is_told_once_a_start(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures(kind)
    for line in [b"nonsense\n"] * 85:
        with pytest.raises(DecodeError) as met:
            decode_snapshot(line)
        failures.failed(met.value)
    failures.failed(KeyError("a letter"))
    assert caplog.messages == [
        "the second display failed with DecodeError",
        "the second display failed with KeyError",
    ]
    Failures(kind).failed(KeyError("a letter"))
    assert len(caplog.messages) == 3
