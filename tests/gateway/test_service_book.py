"""What a service may ask, by the limits of what a kiosk sends and the gateway keeps."""

import msgspec
import pytest

from kiosk.gateway.counter.service_book import WHOSE, ServiceRules
from kiosk.wire.requests import MOST_FIELDS


@pytest.mark.parametrize(
    ("more", "added"),
    [({}, 0), ({"takes_account": True}, 1), ({"needs_person": True}, len(WHOSE))],
    ids=["alone", "account", "person"],
)
def test_a_service_asks_no_more_than_can_be_read_again(more: dict[str, bool], added: int) -> None:
    most = MOST_FIELDS - added
    fields = [{"name": f"field_{number}", "kind": "line"} for number in range(most + 1)]
    told = {"service": "visit", "answer_days": 1} | more
    assert len(msgspec.convert(told | {"fields": fields[:most]}, ServiceRules).fields) == most
    with pytest.raises(msgspec.ValidationError, match="visit has more fields"):
        msgspec.convert(told | {"fields": fields}, ServiceRules)
