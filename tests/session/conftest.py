"""One story a test, and the three who act in it."""

import pytest

from tests.session.stories import Gateway, Machine, Resident, Story


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def resident(story: Story) -> Resident:
    return Resident(story)


@pytest.fixture
def gateway(story: Story) -> Gateway:
    return Gateway(story)


@pytest.fixture
def machine(story: Story) -> Machine:
    return Machine(story)
