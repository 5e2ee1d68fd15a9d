"""The register of cards left behind: entered once, ended once, and never changed by anybody."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from kiosk.supplies.card_register import FILE, CardRegister, CardRegisterDamaged, CardRegisterFailed
from kiosk.supplies.store import SupplyStore
from kiosk.technician.left_cards import KINDS, RegisterLine
from tests.supplies.cards import FOUND_WALL_S, card, gone


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE


@pytest.fixture
def register(path: Path) -> CardRegister:
    return CardRegister(path)


def reopened(register: CardRegister, path: Path) -> CardRegister:
    register.close()
    return CardRegister(path)


def test_a_card_is_found_with_its_end_after_a_restart(register: CardRegister, path: Path) -> None:
    first, second = (register.enter(card(kind=kind)) for kind in KINDS[:2])
    ended = register.end(gone(first.number))
    assert (first.number, second.number, ended.number) == (1, 2, 1)
    assert reopened(register, path).entries() == (RegisterLine(second), RegisterLine(first, ended))


def test_the_machine_enters_without_a_technician(register: CardRegister) -> None:
    kept = register.enter(card(kind="ic_card", last_digits="", found_at="bin", technician=""))
    assert register.entries() == (RegisterLine(kept),)


def test_numbers_are_the_registers_own(register: CardRegister) -> None:
    assert [register.enter(card(number=77)).number for _ in range(2)] == [1, 2]


def test_a_card_ends_once(register: CardRegister) -> None:
    entered = register.enter(card())
    register.end(gone(entered.number))
    with pytest.raises(CardRegisterFailed, match=r"cards\.db"):
        register.end(gone(entered.number, outcome="sent_on"))
    (line,) = register.entries()
    assert line.gone is not None
    assert line.gone.outcome == "handed_back"


def test_of_many_hands_at_once_one_ends_the_card(register: CardRegister, path: Path) -> None:
    """Also by two handles on the file, as the machine and the technician's mode have them."""
    other = CardRegister(path)
    entered = register.enter(card())

    def ends(hand: int) -> bool:
        try:
            (register, other)[hand % 2].end(gone(entered.number, technician=f"{hand:02d}"))
        except CardRegisterFailed:
            return False
        return True

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(ends, range(16))) == 1


def test_many_threads_enter_many_cards(register: CardRegister, path: Path) -> None:
    handles = (register, CardRegister(path))
    with ThreadPoolExecutor(4) as hands:
        numbers = list(hands.map(lambda n: handles[n % 2].enter(card()).number, range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert len(register.entries()) == 40


def test_a_card_that_nobody_entered_cannot_end(register: CardRegister) -> None:
    with pytest.raises(CardRegisterFailed, match="FOREIGN KEY"):
        register.end(gone(9))


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_digits": "123"},
        {"last_digits": "6217001234567890"},
        {"last_digits": "12a4"},
        {"technician": "Zhang San"},
        {"kind": "passport"},
        {"found_at": "under the roof"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_nothing_that_could_name_somebody_is_taken(register: CardRegister, wrong: dict[str, str]) -> None:
    with pytest.raises(CardRegisterFailed) as refused:
        register.enter(card(**wrong))
    assert next(iter(wrong.values())) not in str(refused.value)
    assert register.entries() == ()


def test_whoever_ends_a_card_is_known(register: CardRegister) -> None:
    entered = register.enter(card())
    with pytest.raises(CardRegisterFailed):
        register.end(gone(entered.number, technician=""))


def test_every_card_that_waits_is_told_and_of_the_others_the_latest(register: CardRegister) -> None:
    for number in range(1, 31):
        register.enter(card(wall_s=FOUND_WALL_S + number))
    for number in (20, 5, 11, 2):
        register.end(gone(number))
    numbers = [line.card.number for line in register.entries(most_ended=3)]
    assert numbers == [n for n in range(30, 0, -1) if n not in (20, 5, 11, 2)] + [2, 11, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET technician = '99'",
        "DELETE FROM {}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0} WHERE number = 1",
    ],
)
@pytest.mark.parametrize("table", ["card", "gone"])
def test_no_line_is_changed_removed_or_replaced(
    register: CardRegister, path: Path, table: str, statement: str
) -> None:
    register.enter(card())
    register.end(gone(1))
    before = register.entries()
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="a line is never"):
        database.execute(statement.format(table))
    database.close()
    assert register.entries() == before


def test_no_end_is_replaced_under_another_number(register: CardRegister, path: Path) -> None:
    register.enter(card())
    register.end(gone(1))
    before = register.entries()
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="a line is never replaced"):
        database.execute("INSERT OR REPLACE INTO gone VALUES (2, 1, 'sent_on', '12', 0.0)")
    database.close()
    assert register.entries() == before


def test_several_may_begin_the_same_new_file_at_once(tmp_path: Path) -> None:
    for round_number in range(10):
        path, begin = tmp_path / f"{round_number}.db", Barrier(4)

        def opens(number: int, path: Path = path, begin: Barrier = begin) -> int:
            begin.wait()
            register = CardRegister(path)
            entered = register.enter(card()).number
            register.close()
            return entered

        with ThreadPoolExecutor(4) as hands:
            assert sorted(hands.map(opens, range(4))) == [1, 2, 3, 4]


def test_a_broken_file_is_named_and_kept(path: Path) -> None:
    path.write_bytes(b"no database at all, only words" * 100)
    with pytest.raises(CardRegisterDamaged, match=r"cards\.db.*keep the file"):
        CardRegister(path)
    assert path.read_bytes().startswith(b"no database")


def test_a_file_broken_in_the_middle_is_not_trusted(register: CardRegister, path: Path) -> None:
    for _ in range(200):
        register.enter(card())
    register.close()
    whole = bytearray(path.read_bytes())
    whole[4096 + 8 : 4096 + 400] = b"\xff" * 392
    path.write_bytes(whole)
    with pytest.raises(CardRegisterDamaged):
        CardRegister(path)


def test_a_line_that_somebody_has_forged_is_found(register: CardRegister, path: Path) -> None:
    register.enter(card(last_digits="4321"))
    register.close()
    path.write_bytes(path.read_bytes().replace(b"4321", b"name"))
    with pytest.raises(CardRegisterDamaged, match="the file is broken"):
        CardRegister(path)


def test_another_file_of_the_machine_is_not_taken_for_the_register(path: Path) -> None:
    SupplyStore(path, FOUND_WALL_S).close()
    with pytest.raises(CardRegisterDamaged, match="no such table"):
        CardRegister(path)


def fill_up(register: CardRegister) -> None:
    for _ in range(10_000):
        register.enter(card())


def test_a_full_disk_is_told_and_enters_nothing(register: CardRegister) -> None:
    register._db.execute("PRAGMA max_page_count=1")  # the nearest to a full disk that can be had
    with pytest.raises(CardRegisterFailed, match="not entered"):
        fill_up(register)
    entered = [line.card.number for line in register.entries()]
    assert sorted(entered) == list(range(1, len(entered) + 1))
    assert len(entered) < 10_000


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(register: CardRegister) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys")
    found = [register._db.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert found == ["wal", 2, 1]
