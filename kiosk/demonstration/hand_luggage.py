"""What a customer brings and does with it: bill and phone before the camera, cards in slots, paper out.

Works the simulated devices by hand; the real drivers see bytes and pictures, as from any device.
"""

from pathlib import Path

from drivers.card.wallet import GAS_NUMBER, meter_card
from drivers.idcard.simulated_cards import id_card
from drivers.scanner.frame_source import CameraLost
from kiosk.demonstration.stage import JourneyFailed
from kiosk.gateway.demonstration.residents import residents
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from kiosk.session.steps import Done, InsertNotes, Paying
from kiosk.wiring.machine import Machine


class Luggage:
    """`bill_image` and `pay_code_image` are picture files shown in place of drawn codes."""

    def __init__(self, machine: Machine, bill_image: Path | None, pay_code_image: Path | None) -> None:
        self._machine = machine
        self._bill_image = bill_image
        self._pay_code_image = pay_code_image
        self._page = 0
        hands = machine.hands
        self._notes = hands.note_acceptor
        self._card_slot = hands.card_slot
        self._gas_card = meter_card("gas", GAS_NUMBER)
        if hands.id_slot is None or hands.camera is None or hands.printer is None or hands.terminal is None:
            raise JourneyFailed("the demonstration needs simulated devices: see [devices] in kiosk.toml")
        self._id_slot, self._camera = hands.id_slot, hands.camera
        self._printer, self._terminal = hands.printer, hands.terminal

    def news_has_come(self) -> bool:
        return self._machine.bulletin.known_wall_s is not None

    def show_bill(self, text: str, symbology: str) -> None:
        self._show(self._bill_image, text, symbology)

    def show_phone(self, code: str) -> None:
        """A code is used once, so a picture of one is shown for the first payment."""
        self._show(self._pay_code_image, code, "qr")
        self._pay_code_image = None

    def _show(self, picture: Path | None, text: str, symbology: str) -> None:
        if picture is None:
            self._camera.show_code(text, symbology)
            return
        try:
            self._camera.show_picture(picture)
        except CameraLost as unreadable:
            raise JourneyFailed(str(unreadable)) from None

    def camera_waits_for_paper(self) -> bool:
        return self._machine.store.session.armed.document

    def lay_document(self, *, cut_off: bool = False) -> None:
        """The next drawn page under the camera; `cut_off`: a good part of it beside the picture."""
        self._page += 1
        self._camera.lay_document(page=self._page, moved_px=(330, 0) if cut_off else (0, 0))

    def put_away(self) -> None:
        self._camera.take_away()

    def insert_id_card(self) -> bool:
        """False while the slot is closed."""
        household = residents(shipped_biller_book())[0]
        return self._id_slot.insert(id_card(household.holder, household.id_number))

    def id_card_offered(self) -> bool:
        return self._machine.store.session.slot("id_card") == "offered"

    def take_id_card(self) -> None:
        if self._id_slot.take() is None:
            raise JourneyFailed("there is no identity card to take")

    def insert_gas_card(self) -> bool:
        """False while the slot is closed."""
        if self._card_slot is None:
            raise JourneyFailed("there is no simulated card reader: see [devices] in kiosk.toml")
        return self._card_slot.insert(self._gas_card)

    def gas_card_offered(self) -> bool:
        return self._machine.store.session.slot("ic_card") == "offered"

    def take_gas_card(self) -> None:
        if self._card_slot is None or self._card_slot.take() is None:
            raise JourneyFailed("there is no card to take")

    def put_gas_card_into_meter(self) -> bool:
        """At home. False where there is nothing new on it."""
        return self._gas_card.visit_meter(0)

    def terminal_asks(self, stage: str) -> bool:
        step = self._machine.store.session.step
        return isinstance(step, Paying) and step.detail == stage

    def insert_bank_card(self) -> None:
        self._terminal.insert_card("6222020200112233446")

    def enter_pin(self) -> None:
        self._terminal.enter_pin()

    def take_bank_card(self) -> None:
        self._terminal.take_card()

    def insert_note(self, yuan: int) -> bool:
        """False while the mouth is shut."""
        if self._notes is None:
            raise JourneyFailed("there is no simulated note acceptor: see [devices] in kiosk.toml")
        return self._notes.insert(yuan)

    def notes_wanted(self) -> bool:
        step = self._machine.store.session.step
        return isinstance(step, InsertNotes) and not step.finishing

    def notes_inside_fen(self) -> int:
        match self._machine.store.session.step:
            case InsertNotes(inside_fen=inside_fen) | Paying(inside_fen=inside_fen):
                return inside_fen
            case Done(outcome):
                return outcome.inserted_fen
            case _:
                return 0

    def take_receipt(self) -> None:
        self._printer.tear_off()
