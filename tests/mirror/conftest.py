"""What the tests of the mirror share with those of the session: its small language for journeys."""

from tests.session.conftest import gateway, machine, resident, story

__all__ = ["gateway", "machine", "resident", "story"]
