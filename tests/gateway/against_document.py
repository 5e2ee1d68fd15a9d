"""Requests made from the OpenAPI document, right and wrong ones, and their answers held against it.

`python -m tests.gateway.against_document 500` sends so many of each kind to each operation of a gateway in
this process and prints what came of them.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import CHECKS, positive_data_acceptance
from schemathesis.config import SchemathesisConfig
from schemathesis.core.jsonschema.types import JsonValue
from schemathesis.core.result import Ok

from kiosk.gateway.demonstration.bulletin import publish_once
from kiosk.gateway.http.app import make_app
from kiosk.gateway.trust import operators
from kiosk.runtime.clock import FakeClock

from .cash_desk import Slot, bills_of, found
from .place import Place
from .recharge_desk import cards, nobodys_code
from .town import Town

APPROVES = "134567890123450000"
# No schema can say which sums, ids and codes go together, nor that 5.00 is no way to write an amount of fen.
[ignored_auth] = CHECKS.get_by_names(["ignored_auth"])
EXCLUDED = [positive_data_acceptance]

REFUSED = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]
"""Ways to refuse what the document does not allow: 413 for a body that is too large before it is read."""
CONFIG = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}})


class Known(NamedTuple):
    """What is worth asking this town about: without it, most requests would end at an unknown id."""

    town: Town
    payment_ids: list[str]
    case_numbers: list[str]
    token: str

    @classmethod
    def of(cls, town: Town) -> "Known":
        settled = town.pay(APPROVES, bills_of(town, "water"))
        card = town.pay(None, town.look_up("account", "3102664200015").bills)
        slot = Slot(town, bills_of(town, "gas"))
        slot.put_in(1_000)
        cases = [found(town, f"found-{n}", fen).json()["case_no"] for n, fen in enumerate([0, 500, 2_000])]
        token = operators.new_token("wang")
        town.gateway.parts.database.write(lambda at: operators.enrol_operator(at, token, 0))
        publish_once(town.gateway.counter.publications, town.gateway.parts.time.now())
        return cls(town, [settled.payment_id, card.payment_id, slot.payment_id], cases, token)

    def put_into(self, case: Case[Any], draws: st.DataObject) -> None:
        """Replace some of what was made up by what exists; the case stays as right as it was."""
        path: dict[str, Any] = case.path_parameters or {}
        for name, existing in (("payment_id", self.payment_ids), ("number", self.case_numbers)):
            if name in path and "machines" not in case.path:
                path[name] = draws.draw(st.sampled_from(existing))
        if "/operator/" in case.path:
            case.headers["Authorization"] = f"Bearer {self.token}"
        if case.path == "/v1/payments" and isinstance(case.body, dict):
            bills: list[JsonValue] = [
                {"bill_id": b.bill_id, "version": b.version, "amount_fen": b.due_fen}
                for b in bills_of(self.town, "electricity")
            ]
            sum_fen = sum(b.due_fen for b in bills_of(self.town, "electricity"))
            code = APPROVES if case.body["method"] == "phone_code" else None
            case.body |= {"bills": bills, "amount_fen": sum_fen, "phone_code": code}
            by_card = case.body["method"] == "recharge_card"
            case.body["recharge_code"] = draws.draw(st.sampled_from(self._cards())) if by_card else None
            case.body["recharge_fen"] = 20_000 if by_card else None
            case.headers["Idempotency-Key"] = case.body["payment_id"]
        if case.path == "/v1/recharge-cards" and isinstance(case.body, dict):
            bill_ids: list[JsonValue] = [bill.bill_id for bill in bills_of(self.town, "electricity")]
            case.body |= {"bill_ids": bill_ids or ["b"], "code": draws.draw(st.sampled_from(self._cards()))}

    def _cards(self) -> list[str]:
        """One that pays, and some that do not."""
        states = ("used", "expired", "blocked", "other_biller")
        bad = [code for state in states for code in cards(self.town, state, 10_000)[:1]]
        return [cards(self.town)[0], *bad, nobodys_code(self.town), "1"]


class Told(NamedTuple):
    operation: str
    mode: str
    sent: int


def checked(town: Town, known: Known | None, examples: int) -> Iterator[Told]:
    """Each operation with right and with wrong requests. Raises on the first answer outside the document."""
    document = schemathesis.openapi.from_asgi("/schema/openapi.json", make_app(town.gateway), config=CONFIG)
    for result in document.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        for mode in GenerationMode:
            sent = _check(town, known, operation, mode, examples)
            yield Told(f"{operation.method.upper()} {operation.path}", mode.value, sent)


def _check(
    town: Town,
    known: Known | None,
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    examples: int,
) -> int:
    sent = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.data())
    def check(case: Case[Any], draws: st.DataObject) -> None:
        nonlocal sent
        town.clock.advance(1)
        excluded = EXCLUDED
        if known and mode is GenerationMode.POSITIVE and draws.draw(st.booleans()):
            known.put_into(case, draws)
            excluded = [*EXCLUDED, ignored_auth]  # the operator's token is a real one then
        case.call_and_validate(excluded_checks=excluded)
        sent += 1

    try:
        check()
    except Unsatisfiable:  # an operation that takes nothing can be asked nothing wrong
        assert mode is GenerationMode.NEGATIVE
    return sent


def main(examples: int) -> None:
    began_s = time.monotonic()
    with TemporaryDirectory() as folder:
        town = Town(Place.file(Path(folder)), FakeClock())
        told = list(checked(town, Known.of(town), examples))
        town.close()
    for each in told:
        sys.stdout.write(f"{each.operation:60} {each.mode:9} {each.sent:6}\n")
    sent = sum(each.sent for each in told)
    took_s = time.monotonic() - began_s
    sys.stdout.write(f"{sent} requests, every answer in the document, {took_s:.0f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
