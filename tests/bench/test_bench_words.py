"""The words of the bench: none missing, none left over, and the file says what is wrong with it."""

import re
from pathlib import Path

import pytest

from drivers.cash.note_path import Place
from drivers.terminal.port import TerminalStage
from drivers.vocabulary import Paper
from kiosk.bench.codes import FATES, WALLETS
from kiosk.bench.words import BenchWords
from tests.architecture.source import files

MADE = {
    *(f"terminal.says_{stage.value}" for stage in TerminalStage),
    *(f"printer.paper_{paper.value}" for paper in (Paper.FULL, Paper.LOW, Paper.OUT)),
    *(f"code_window.{name}" for name in (*FATES, *WALLETS)),
    *(f"{table}.{key}" for table in ("id_reader", "card_reader") for key in ("jam", "free")),
    *(f"code_window.show_{utility}" for utility in ("electricity", "water", "gas")),
    *(f"printer.{paper.value}" for paper in (Paper.FULL, Paper.LOW, Paper.OUT)),
    *(f"note_acceptor.is_{place.value}" for place in Place),
    *(f"note_acceptor.is_{mouth}" for mouth in ("open", "shut")),
    *(f"note_acceptor.{key}" for key in ("jam", "free", "remove_box", "replace_box", "jammed", "box_out")),
    "terminal.says_nothing",
}
"""Keys put together at run time."""


def test_no_words_lie_unused() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in files("kiosk/bench"))
    literals = set(re.findall(r'"([\w.]+)"', code))
    keys = BenchWords().keys()
    asked = {key for key in keys if key in literals or key.partition(".")[2] in literals}
    assert keys - asked - MADE == set()


def test_missing_words_are_named_with_their_file(tmp_path: Path) -> None:
    file = tmp_path / "bench.toml"
    file.write_text('[printer]\ntitle = "P"\n')
    words = BenchWords(file)
    assert words("printer.title") == "P"
    with pytest.raises(KeyError, match=r"bench\.toml: no words 'printer\.paper'"):
        words("printer.paper")
