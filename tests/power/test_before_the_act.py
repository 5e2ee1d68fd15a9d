"""The power goes at every single act of the disk: what had left the kiosk stood on the disk before it left.

Through the kiosk's own payments and receipts, over a gateway that never forgets; and the next start brings
every attempt to the end that the gateway knows.
"""

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import cast

import pytest
from PIL import Image

from kiosk.backend.errors import GatewayRefused
from kiosk.payment.methods import Method
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.journal_file import Connect
from kiosk.runtime.receipts import Receipts
from kiosk.session.effects import PrintReceipt
from kiosk.texts import load_texts
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest
from tests.power.disk import Disk, PowerCut
from tests.power.disk_vfs import DiskConnection
from tests.runtime.counter import BASKET, Counter, FakeTerminal
from tests.runtime.journals import KEY
from tests.runtime.scripted_gateway import ScriptedGateway, answer
from tests.session import facts

TEXTS = load_texts("zh")


class Hut:
    """One kiosk on a disk that may die. `too_late` are the acts that were not certain to be found again when
    they were done: were the power cut then, and all that was not synced lost with it."""

    def __init__(self, disk: Disk, folder: Path, gateway: "TrueGateway") -> None:
        self.disk = disk
        self.folder = folder
        self.too_late: list[str] = []
        self.journal = Journal(folder / "journal.db", KEY, connect=connect_to(disk))
        self.counter = Counter(FakeClock(), self.journal)
        self.counter.payments._gateway = gateway
        gateway.before_each_call = lambda: self.stood("intent")
        self.counter.payments._terminal = SeenTerminal(self)
        self.receipts = Receipts(
            SeenPrinter(self),
            lambda receipt, words: Image.new("1", (8, 8)),
            TEXTS,
            facts.RULES,
            self.journal,
            FakeClock(),
            self.counter.told.append,
        )

    def stood(self, kind: str) -> None:
        """The act that `kind` names is being done."""
        with Survived(self.disk.without_unsynced(), self.folder) as journal:
            if kind not in journal.history("p1"):
                self.too_late.append(kind)

    def pays(self, method: Method) -> None:
        self.counter.pay(method)
        if method == "bank_card":
            self.counter.card_finished(CardResult("approved"))
        self.counter.let_pass(2)
        for outcome in self.counter.outcomes:
            self.receipts.print_receipt(PrintReceipt(outcome, BASKET))
            self.receipts.worker.run_pending()
            self.receipts.printed(outcome.payment_id)
            self.receipts.worker.run_pending()


class Survived:
    """The journal as the next start would find it; looking changes nothing."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._journal = Journal(folder / "looked-at.db", KEY, connect=connect_to(disk))
        (folder / "looked-at.db.mark").unlink()

    def __enter__(self) -> Journal:
        return self._journal

    def __exit__(self, *_error: object) -> None:
        self._journal.close()


def connect_to(disk: Disk) -> Connect:
    return cast(Connect, lambda path: DiskConnection(disk, "journal.db"))


class TrueGateway(ScriptedGateway):
    """Settles what it is given; knows nothing of what it was not, and bars what is cancelled unheard."""

    def __init__(self) -> None:
        super().__init__()
        self.state = ""

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        self.before_each_call()
        self.calls.append("submit")
        self.state = self.state or ("settled" if request.method == "phone_code" else "card_expected")
        return self._now()

    def payment(self, payment_id: str) -> PaymentAnswer:
        self.calls.append("ask")
        if not self.state:
            raise GatewayRefused("payment_unknown", 404)
        return self._now()

    def cancel(self, payment_id: str) -> PaymentAnswer:
        self.calls.append("cancel")
        self.state = "settled" if self.state == "settled" else "not_charged"
        return self._now()

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        self.before_each_call()
        self.calls.append("report")
        self.state = "settled" if self.state == "card_expected" else self.state
        return self._now()

    def _now(self) -> PaymentAnswer:
        match self.state:
            case "settled":
                return answer("settled")
            case "card_expected":
                return answer("card_expected")
            case _:
                return answer("not_charged", "cancelled", amount_fen=0, legs=())


class SeenTerminal(FakeTerminal):
    def __init__(self, hut: Hut) -> None:
        super().__init__()
        self._hut = hut

    def sale(self, reference: str, amount_fen: int) -> None:
        self._hut.stood("card_started")
        super().sale(reference, amount_fen)


class SeenPrinter:
    def __init__(self, hut: Hut) -> None:
        self._hut = hut

    def print_image(self, job_id: str, image: Image.Image) -> None:
        self._hut.stood("printing")


def acts_of(method: Method, folder: Path) -> int:
    """How many acts of the disk an undisturbed payment takes, its opening left out."""
    folder.mkdir()
    disk = Disk(Random(0))
    hut = Hut(disk, folder, TrueGateway())
    before = disk.acts
    hut.pays(method)
    assert hut.counter.outcomes[0].kind == "settled"
    assert hut.too_late == []
    assert hut.journal.history("p1")[-2:] == ("printing", "printed")
    return disk.acts - before


def cuts(disk: Disk, hut: Hut, method: Method, acts_left: int) -> None:
    disk.acts_left = acts_left
    with pytest.raises(PowerCut):
        hut.pays(method)
    with suppress(Exception):
        hut.journal.close()


@pytest.mark.parametrize("method", ["phone_code", "bank_card"])
def test_every_act_was_written_down_before_and_every_attempt_comes_to_its_end(
    method: Method, tmp_path: Path
) -> None:
    acts = acts_of(method, tmp_path / "undisturbed")
    assert acts > 40
    for cut in range(1, acts + 1):
        folder = tmp_path / f"cut-{cut}"
        folder.mkdir()
        gateway = TrueGateway()
        disk = Disk(Random(cut))
        hut = Hut(disk, folder, gateway)
        cuts(disk, hut, method, cut)
        assert hut.too_late == []
        submitted = gateway.calls.count("submit")
        again = Hut(disk.after_the_cut(), folder, gateway)
        if submitted:
            assert "intent" in again.journal.history("p1")
        again.counter.recover()
        again.counter.let_pass(20)
        assert again.journal.open_intents() == ()
        assert gateway.calls.count("submit") == submitted, "nothing is sent again after a power cut"
        assert again.journal.history("p1").count("printing") <= 1, "nor printed by itself"
        for outcome in again.counter.outcomes:
            told = "settled" if gateway.state == "settled" else "not_charged"
            assert outcome.kind == told
        again.journal.close()


def test_the_proof_notices_an_intent_that_is_written_down_too_late(tmp_path: Path) -> None:
    """The control: without its syncs the same code sends before the disk has it."""
    gateway = TrueGateway()
    hut = Hut(Disk(Random(1)), tmp_path, gateway)
    hut.journal._db.execute("PRAGMA synchronous=NORMAL")
    hut.pays("phone_code")
    assert hut.too_late == ["intent", "printing"]
