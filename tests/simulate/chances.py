from collections.abc import Iterator
from random import Random


def chances(count: int) -> Iterator[Random]:
    return (Random(seed) for seed in range(count))
