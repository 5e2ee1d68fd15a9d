"""The journal that a kiosk could not use any more, at the gateway: cases where it and our books differ."""

from pathlib import Path

import msgspec
import pytest

from kiosk.__main__ import main
from kiosk.gateway.commands.case_command import NotDone, take_in_journal
from kiosk.wire.left_journal import LeftJournal, LeftNote, LeftPayment

from .cash_desk import Slot, at_rest, open_cases
from .test_posting import APPROVES
from .town import Town, new_id

MOMENT = "20261121-180000"


class Technician:
    def __init__(self, town: Town, folder: Path) -> None:
        self.town = town
        self.file = folder / f"journal-damaged-{MOMENT}.json"

    def brings(
        self,
        *payments: LeftPayment,
        whole: bool = True,
        notes: tuple[LeftNote, ...] = (),
        kiosk_id: str = "kiosk-1",
    ) -> str:
        left = LeftJournal(kiosk_id, MOMENT, whole, payments, notes)
        self.file.write_bytes(msgspec.json.encode(left))
        keys = self.town.place.folder / "gateway.keys"
        return take_in_journal(self.town.place.url, self.file, keys, self.town.clock)

    def cases(self) -> list[tuple[str, str, int]]:
        return [(case.kind, case.ref, case.fen) for case in open_cases(self.town)]


@pytest.fixture
def technician(file_town: Town, tmp_path: Path) -> Technician:
    return Technician(file_town, tmp_path)


THE_JOURNAL = ("journal_set_aside", f"kiosk-1/{MOMENT}", 0)


def left(payment_id: str, said: str, *notes: LeftNote, amount_fen: int = 500) -> LeftPayment:
    word = msgspec.convert({"payment_id": payment_id, "closed": False, "said": said}, LeftPayment)
    return msgspec.structs.replace(word, method="cash", amount_fen=amount_fen, notes=notes)


def test_what_agrees_goes_on_or_never_came_is_told_and_only_the_journal_has_a_case(
    technician: Technician, file_town: Town
) -> None:
    bills = file_town.household_bills()
    settled = file_town.pay(APPROVES, bills[:1])
    waiting = file_town.submit(file_town.request(bills[1:2], None))
    never = new_id()
    told = technician.brings(
        left(settled.payment_id, "settled"), left(waiting.payment_id, "nothing"), left(never, "nothing")
    )
    assert told.splitlines() == [
        "journal of kiosk-1, all of it: 3 payments",
        f"{settled.payment_id}  the kiosk had heard: settled; agrees",
        f"{waiting.payment_id}  the kiosk had heard: nothing; goes_on",
        f"{never}  the kiosk had heard: nothing; never_came",
    ]
    assert technician.cases() == [THE_JOURNAL]


def test_another_end_than_ours_is_a_case_with_its_sum_and_word(
    technician: Technician, file_town: Town
) -> None:
    bills = file_town.household_bills()
    settled = file_town.pay(APPROVES, bills[:1])
    waiting = file_town.submit(file_town.request(bills[1:2], None))
    unknown = new_id()
    told = technician.brings(
        left(settled.payment_id, "not_charged"), left(waiting.payment_id, "settled"), left(unknown, "settled")
    )
    assert told.count("; end_differs, case ") == 3
    assert sorted(technician.cases()) == sorted(
        [
            ("journal_payment", f"kiosk-1/{settled.payment_id}", settled.amount_fen),
            ("journal_payment", f"kiosk-1/{waiting.payment_id}", waiting.amount_fen),
            ("journal_payment", f"kiosk-1/{unknown}", 500),
            THE_JOURNAL,
        ]
    )


def test_notes_that_were_never_reported_are_in_question_and_found_ones_on_record(
    technician: Technician, file_town: Town
) -> None:
    slot = Slot(file_town)
    slot.put_in(5_000)
    known, lost = LeftNote(slot.notes[0]["note_id"], 5_000), LeftNote("n-lost", 2_000)
    for _ in range(2):  # brought twice, it is one case each
        technician.brings(left(slot.payment_id, "nothing", known, lost), notes=(LeftNote("f1", 1_000),))
    assert sorted(technician.cases()) == sorted(
        [
            ("journal_payment", f"kiosk-1/{slot.payment_id}", 2_000),
            ("found_note", "kiosk-1/f1", 1_000),
            THE_JOURNAL,
        ]
    )
    slot.close()
    at_rest(file_town, 6_000)


def test_a_note_that_was_never_reported_is_in_question_where_a_greater_one_cannot_be_read(
    technician: Technician, file_town: Town
) -> None:
    """Sums alone would not tell: more is on record than the damaged journal still knows."""
    slot = Slot(file_town)
    slot.put_in(5_000)
    technician.brings(left(slot.payment_id, "nothing", LeftNote("n-lost", 2_000)), whole=False)
    assert ("journal_payment", f"kiosk-1/{slot.payment_id}", 2_000) in technician.cases()


def test_a_note_that_only_our_books_know_is_in_question_where_the_journal_calls_itself_whole(
    technician: Technician, file_town: Town
) -> None:
    slot = Slot(file_town)
    slot.put_in(5_000)
    told = technician.brings(left(slot.payment_id, "nothing"))
    assert "; notes_differ, case " in told
    assert ("journal_payment", f"kiosk-1/{slot.payment_id}", 5_000) in technician.cases()


def test_a_journal_that_is_not_whole_may_lack_notes_that_our_books_know(
    technician: Technician, file_town: Town
) -> None:
    slot = Slot(file_town)
    slot.put_in(5_000)
    assert technician.brings(left(slot.payment_id, "nothing"), whole=False).endswith("; goes_on")
    assert technician.cases() == [THE_JOURNAL]


def test_a_payment_of_another_kiosk_never_agrees(technician: Technician, file_town: Town) -> None:
    settled = file_town.pay(APPROVES, file_town.household_bills()[:1])
    told = technician.brings(left(settled.payment_id, "settled"), kiosk_id="LFL-380-99")
    assert "; of_another_kiosk, case " in told
    case = ("journal_payment", f"LFL-380-99/{settled.payment_id}", settled.amount_fen)
    assert case in technician.cases()


def test_that_some_could_not_be_read_stands_in_the_history(
    technician: Technician, file_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    told = technician.brings(whole=False)
    assert told.startswith("journal of kiosk-1, NOT whole (entries are missing or cannot be read; ")
    assert main(["cases", "--db", file_town.place.url]) == 0
    assert "some_unreadable by gateway" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_such_file(
    technician: Technician, file_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    technician.file.write_text('{"kiosk_id": "k"}')
    arguments = ["cases", "--db", file_town.place.url, "--take-in"]
    assert main([*arguments, str(technician.file)]) == 1
    assert "this is not what journal --set-aside writes" in capsys.readouterr().err
    with pytest.raises(NotDone, match="Not a directory"):
        take_in_journal(file_town.place.url, technician.file / "none", None)
