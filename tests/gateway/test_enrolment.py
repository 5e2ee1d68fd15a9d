"""Whoever enrols at the gateway's terminal is told what is wrong, and never what they have typed."""

import pytest

from kiosk.gateway.commands.enrolment import NotEnrolled, enrol_operator


@pytest.mark.parametrize(
    "db_url",
    [
        "postgresql+psycopg://gateway:secret@db.example:canary/gateway",
        "postgresql+psycopg//gateway:canary@db.example",
        "oracle://gateway:canary@db.example/gateway",
        "",
    ],
)
def test_an_address_that_is_none_is_told_without_the_password_in_it(db_url: str) -> None:
    with pytest.raises(NotEnrolled, match=r"--db|driver") as refused:
        enrol_operator(db_url, "li-wei")
    assert "canary" not in str(refused.value)
    assert refused.value.__suppress_context__
