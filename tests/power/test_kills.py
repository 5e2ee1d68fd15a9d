"""A few kills of real processes under load; `make prove ARGS=kills` makes hundreds."""

from pathlib import Path

from tests.power.kills import Town


def test_killed_processes_lose_nothing_and_take_nothing_twice(tmp_path: Path) -> None:
    town = Town(tmp_path, seed=3, fast=True)
    try:
        for _ in range(4):
            town.kill_one()
        report = town.come_to_rest()
    finally:
        town.close()
    assert report.held, report
    assert report.ended["settled"] > 0
    assert sum(report.kills.values()) >= 4
