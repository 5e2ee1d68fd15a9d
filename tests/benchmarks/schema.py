"""`make prove ARGS=schema`: very many requests made from the OpenAPI document, and walks along it.

Each operation alone with right and with wrong requests; then walks that follow what answers hold: look up,
pay what was found, report the card or the notes, ask, cancel, in any order and more than once. Every answer
must be in the document; prints which of the documented ones have come.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from schemathesis.checks import CHECKS, positive_data_acceptance

from kiosk.gateway.demonstration.residents import residents
from kiosk.gateway.http.app import make_app
from kiosk.runtime.clock import FakeClock
from tests.gateway.against_document import Known, checked
from tests.gateway.place import Place
from tests.gateway.town import Town, new_id
from tests.journeys.neighbours import BOOK

EXAMPLES = 300
WALKS = 300
STEPS = 14
ENDINGS = ("0000", "0000", "0001", "0002", "0003", "0004", "0005")

# A right request of a walk may be refused for what came before it: a bill that is paid, a payment that ended.
_EXCLUDED = [positive_data_acceptance]
# No walk holds an operator's token or a kiosk's key, so there is none to take away or to spoil.
_EXCLUDED += CHECKS.get_by_names(["ignored_auth"])


class Walk:
    """One resident after the other at one gateway; `seen` counts statuses by operation."""

    def __init__(self, town: Town, chance: random.Random) -> None:
        self.seen: Counter[tuple[str, int]] = Counter()
        self._town = town
        self._chance = chance
        self._document: Any = schemathesis.openapi.from_asgi("/schema/openapi.json", make_app(town.gateway))
        self._numbers = [account.number for each in residents(BOOK) for account in each.accounts]
        self._bills: list[dict[str, Any]] = []
        self._payments: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []

    def documented(self) -> dict[str, set[int]]:
        operations = [result.ok() for result in self._document.get_all_operations()]
        return {f"{each.method.upper()} {each.path}": _statuses(each) for each in operations}

    def walk(self, steps: int) -> None:
        self._bills, self._payments, self._notes = [], [], []
        self._look_up()
        self._pay()
        acts = [self._look_up, self._pay, self._again, self._ask, self._ask, self._cancel]
        acts += [self._card, self._note, self._close_count]
        for _ in range(steps):
            self._town.clock.advance(self._chance.choice((0.2, 1.0, 5.0, 400.0)))
            self._town.gateway.driver.drive()
            act = self._chance.choice(acts)
            act()

    def _look_up(self) -> None:
        body = {"by": "account", "value": self._chance.choice(self._numbers), "scope": "household"}
        found = self._send("POST", "/v1/look-ups", body=body)
        if "bills" in found:
            self._bills = [
                {"bill_id": bill["bill_id"], "version": bill["version"], "amount_fen": bill["due_fen"]}
                for bill in found["bills"]
                if bill["due_fen"]
            ]

    def _pay(self) -> None:
        if not self._bills:
            return
        bills = self._chance.sample(self._bills, self._chance.randrange(len(self._bills)) + 1)
        method = self._chance.choice(("phone_code", "bank_card", "cash"))
        code = f"13{self._chance.getrandbits(39):012d}{self._chance.choice(ENDINGS)}"
        self._payments.append(
            {
                "payment_id": new_id(),
                "bills": bills,
                "amount_fen": sum(bill["amount_fen"] for bill in bills),
                "method": method,
                "phone_code": code if method == "phone_code" else None,
                "kiosk_id": "kiosk-1",
            }
        )
        self._again()

    def _again(self) -> None:
        """The last payment, word for word."""
        if self._payments:
            request = self._payments[-1]
            headers = {"Idempotency-Key": request["payment_id"]}
            self._send("POST", "/v1/payments", body=request, headers=headers)

    def _ask(self) -> None:
        self._send("GET", "/v1/payments/{payment_id}", of=self._payment_id())

    def _cancel(self) -> None:
        self._send("POST", "/v1/payments/{payment_id}/cancel", of=self._payment_id())

    def _card(self) -> None:
        body = {"outcome": self._chance.choice(("approved", "declined", "unknown"))}
        self._send("POST", "/v1/payments/{payment_id}/card-result", body=body, of=self._payment_id())

    def _note(self) -> None:
        """One note in four is told again."""
        if not self._notes or self._chance.random() < 0.75:
            self._notes.append({"note_id": new_id(), "value_fen": self._chance.choice((500, 2_000, 10_000))})
        note = self._notes[-1]
        self._send("POST", "/v1/payments/{payment_id}/notes", body=note, of=self._payment_id())

    def _close_count(self) -> None:
        body = {"notes": self._notes, "inserted_fen": sum(note["value_fen"] for note in self._notes)}
        self._send("POST", "/v1/payments/{payment_id}/cash-closed", body=body, of=self._payment_id())

    def _payment_id(self) -> str:
        """Mostly the last one; now and then one before it, or one of nobody."""
        known = [payment["payment_id"] for payment in self._payments[-2:]]
        chosen: str = self._chance.choice([*known, *known[-1:] * 6, new_id()])
        return chosen

    def _send(
        self, method: str, path: str, *, body: Any = None, headers: Any = None, of: str = ""
    ) -> dict[str, Any]:
        given = {} if body is None else {"body": body, "media_type": "application/json"}
        case = self._document[path][method].Case(
            path_parameters={"payment_id": of} if of else {}, headers=headers or {}, **given
        )
        answer = case.call_and_validate(excluded_checks=_EXCLUDED)
        self.seen[f"{method} {path}", answer.status_code] += 1
        return dict(answer.json())


def _statuses(operation: Any) -> set[int]:
    return {int(status) for status in operation.definition.raw["responses"] if status.isdecimal()}


def schema(examples: int, walks: int, seed: int) -> None:
    """Raises on the first answer outside the document."""
    began_s = time.monotonic()
    with TemporaryDirectory() as folder:
        town = Town(Place.file(Path(folder)), FakeClock())
        sent = 0
        for each in checked(town, Known.of(town), examples):
            sent += each.sent
            print(f"  {each.operation:60} {each.mode:9} {each.sent:6}", flush=True)
        town.close()
    print(f"{sent} requests alone, every answer in the document, {time.monotonic() - began_s:.0f} s")
    with TemporaryDirectory() as folder:
        town = Town(Place.file(Path(folder)), FakeClock())
        walk = Walk(town, random.Random(seed))
        for _ in range(walks):
            walk.walk(STEPS)
        _tell(walk)
        unbalanced = [fen for fen in town.ledger_sums() if fen]
        town.close()
    assert unbalanced == [], unbalanced
    print(f"{walks} walks (seed {seed}) of {sum(walk.seen.values())} requests, every answer in the document,")
    print(f"every ledger entry balanced; {time.monotonic() - began_s:.0f} s in all")


def _tell(walk: Walk) -> None:
    walked = {operation for operation, _ in walk.seen}
    for operation, statuses in walk.documented().items():
        if operation in walked:
            came = ", ".join(
                f"{s} x {walk.seen[operation, s]}" for s in sorted(statuses) if walk.seen[operation, s]
            )
            never = ", ".join(str(s) for s in sorted(statuses) if not walk.seen[operation, s])
            print(f"  {operation:45} {came}; on walks never {never or 'none'}")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    schema(*(given + [EXAMPLES, WALKS, 1][len(given) :]))
