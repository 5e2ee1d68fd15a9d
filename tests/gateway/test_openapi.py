"""The OpenAPI document and the gateway say the same: no server error, no answer that is not named in it."""

from pathlib import Path

from kiosk.gateway.settings import GatewaySettings
from kiosk.runtime.clock import FakeClock

from .against_document import Known, checked
from .place import Place
from .town import Town

EXAMPLES, EXAMPLES_REFUSED = 4, 2
"""Of right and of wrong requests each; `make prove ARGS=schema` sends 300. Of unsigned ones fewer will do,
for they are refused before what they ask matters."""


def test_every_answer_of_a_demonstration_is_in_the_document(file_town: Town) -> None:
    told = list(checked(file_town, Known.of(file_town), EXAMPLES))
    paths = {each.operation for each in told if each.sent >= EXAMPLES}
    assert {"POST /v1/payments", "POST /v1/payments/{payment_id}/cash-closed"} <= paths
    assert "POST /v1/recharge-cards" in paths
    assert set(file_town.ledger_sums()) <= {0}


def test_every_answer_to_unsigned_requests_is_in_the_document(tmp_path: Path) -> None:
    town = Town(Place.file(tmp_path), FakeClock(), GatewaySettings(public_url="http://gateway.example"))
    assert list(checked(town, None, EXAMPLES_REFUSED))
    town.close()
