"""Stands in for a journal that cannot be used: nothing is owed that is known of, and nothing may begin."""

from typing import NoReturn

from kiosk.runtime.journal import Intent, Journal, JournalDamaged, JournalFailed, Kind


class NoJournal(Journal):
    """Refuses every entry, so that no payment can start however it is asked for."""

    def __init__(self) -> None:
        """Opens nothing: the damaged file is kept as it is."""

    def write(self, payment_id: str, kind: Kind, wall_s: float, body: str = "") -> NoReturn:
        raise JournalFailed("no journal: the file is damaged; keep it, and let a technician start a new one")

    def open_intents(self) -> tuple[Intent, ...]:
        return ()

    def prove(self) -> NoReturn:
        raise JournalDamaged("the journal's file is damaged; it was kept as it is")

    def history(self, payment_id: str) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass
