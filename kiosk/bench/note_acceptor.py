"""The note acceptor on the bench: notes, the hand at its mouth, the cash box, and what can go wrong."""

from drivers.cash.note_path import Place
from drivers.cash.simulated_acceptor import SimulatedAcceptor
from kiosk.bench.control import Board, Control, Switch
from kiosk.bench.words import BenchWords
from screens.bench_panel.bench_view import BenchDevice

_MOUTH_SHUT = "shut"


class NoteAcceptorPart:
    def __init__(self, acceptor: SimulatedAcceptor, words: BenchWords) -> None:
        self._acceptor = acceptor
        self.board = Board(words, "note_acceptor")
        self._lay_out()

    def _lay_out(self) -> None:
        acceptor, board = self._acceptor, self.board
        jam = Switch(lambda: acceptor.jam(Place.STACKING), acceptor.free)
        box = Switch(acceptor.remove_box, acceptor.replace_box)
        silence = Switch(acceptor.fall_silent, acceptor.speak_again)
        power = Switch(acceptor.cut_power, acceptor.restore_power)
        plug = Switch(acceptor.unplug, acceptor.plug_in)
        notes = [self._note(value_fen // 100) for value_fen in acceptor.notes_fen]
        fake = board.control("insert_fake", acceptor.insert_fake, self._open)
        board.row("notes", *notes, fake, across=4)
        board.row(
            "hand",
            board.control("take", acceptor.take, self._sticks_out),
            board.fault("pull_string", acceptor.pull_string, lambda: acceptor.path.note is not None),
            board.switch(
                "note_acceptor.remove_box", "note_acceptor.replace_box", "note_acceptor.box_out", box
            ),
        )
        board.row(
            "faults",
            board.switch("note_acceptor.jam", "note_acceptor.free", "note_acceptor.jammed", jam),
            board.switch("line.fall_silent", "line.speak_again", "line.silent", silence),
            board.switch("line.cut_power", "line.restore_power", "line.no_power", power),
            board.switch("line.unplug", "line.plug_in", "line.unplugged", plug),
            across=4,
        )

    def device(self) -> BenchDevice:
        path = self._acceptor.path
        where = path.place.value if path.place is not None else ("open" if path.mouth_open else _MOUTH_SHUT)
        count = path.box.total()
        return self.board.device(
            "cash", self.board.says(f"is_{where}"), self.board.words("note_acceptor.box", count=str(count))
        )

    def _note(self, value_yuan: int) -> Control:
        """Lit while this is the note that is in the machine, or sticks out of it."""

        def is_in() -> bool:
            note = self._acceptor.path.note
            return note is not None and note.value_fen == 100 * value_yuan

        return self.board.numbered(
            "insert", str(value_yuan), lambda: self._acceptor.insert(value_yuan), self._open, is_in
        )

    def _open(self) -> bool:
        return self._acceptor.path.mouth_open and self._acceptor.path.note is None

    def _sticks_out(self) -> bool:
        return self._acceptor.path.place is Place.MOUTH
