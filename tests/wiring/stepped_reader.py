"""A card reader's driver on a fake clock, asked as from another thread: it runs until it has answered."""

from drivers.card.chip import ChipAnswer, ChipCommand
from drivers.card.port import Answered
from tests.drivers.slot_bench import AnyBench


class SteppedReader:
    """`steps` counts what it was asked; at step `pull_at` the card is torn out."""

    def __init__(self, bench: AnyBench) -> None:
        self._bench = bench
        self.steps = 0
        self.pull_at = 0

    def exchange(self, command: ChipCommand, answered: Answered) -> None:
        answers: list[ChipAnswer] = []
        self.steps += 1
        if self.steps == self.pull_at:
            self._bench.slot.pull()
        self._bench.reader.exchange(command, answers.append)
        while not answers:
            self._bench.reader.owner.run_once()
        answered(answers[0])
