"""Some power cuts under journal, gateway and supplies; `make prove ARGS=power-cuts` makes thousands."""

from random import Random

import pytest

from tests.power import subjects
from tests.power.cuts import NORMAL, Subject, cut_often
from tests.power.disk import Disk, File, PowerCut

SEED = 20261122


@pytest.mark.parametrize(
    ("subject", "cuts"),
    [(subjects.journal(), 60), (subjects.gateway(), 60), (subjects.supplies(), 60), (subjects.cards(), 60)],
)
def test_no_power_cut_takes_or_tears_what_was_acknowledged(subject: Subject, cuts: int) -> None:
    tally = cut_often(subject, cuts, SEED)
    assert tally.held, str(tally)
    assert tally.cuts == cuts
    assert tally.commits > cuts
    assert tally.writes_dropped > 0, "the cuts took nothing, and so proved nothing"
    assert tally.writes_torn > 0


@pytest.mark.parametrize("subject", [subjects.journal(), subjects.gateway()])
def test_the_same_code_without_its_syncs_loses_what_it_acknowledged(subject: Subject) -> None:
    """The control: were nothing found here, the test above would prove nothing either."""
    assert cut_often(subject, 20, SEED, NORMAL).lost > 0


def test_a_file_that_is_written_over_in_place_is_torn() -> None:
    unprotected = NORMAL | {"PRAGMA journal_mode=WAL": "PRAGMA journal_mode=OFF"}
    tally = cut_often(subjects.journal(), 30, SEED, unprotected)
    assert tally.torn + tally.corrupt > 0, str(tally)


def test_lines_that_are_only_appended_are_lost() -> None:
    assert subjects.appended_lines(50, SEED).lost > 25


def test_a_disk_keeps_what_was_synced_and_only_that_for_certain() -> None:
    for seed in range(50):
        disk = Disk(Random(seed))
        disk.files["a"] = File()
        disk.write("a", 0, b"synced" * 200)
        disk.sync("a")
        disk.write("a", 0, b"SECOND" * 200)
        disk.acts_left = 1
        with pytest.raises(PowerCut):
            disk.sync("a")
        disk.write("a", 0, b"after the end")
        found = bytes(disk.after_the_cut().files["a"].content)
        assert len(found) == 1200
        assert b"after" not in found
    assert bytes(disk.copy().files["a"].content) == b"SECOND" * 200
