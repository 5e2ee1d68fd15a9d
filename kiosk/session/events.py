"""What has happened, in the past tense: everything that may be told to the session, from one place."""

# One vocabulary, a file for each who speaks it.
from kiosk.session.events_comfort import *  # noqa: F403
from kiosk.session.events_documents import *  # noqa: F403
from kiosk.session.events_drafts import *  # noqa: F403
from kiosk.session.events_family import *  # noqa: F403
from kiosk.session.events_forms import *  # noqa: F403
from kiosk.session.events_gateway import *  # noqa: F403
from kiosk.session.events_helper import *  # noqa: F403
from kiosk.session.events_machine import *  # noqa: F403
from kiosk.session.events_meter_cards import *  # noqa: F403
from kiosk.session.events_paid import *  # noqa: F403
from kiosk.session.events_prepaid import *  # noqa: F403
from kiosk.session.events_touch import *  # noqa: F403
