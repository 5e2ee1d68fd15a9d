"""The forms that stories fill in."""

from kiosk.session.forms import Form, FormField

REPAIR = Form(
    "repair",
    (
        FormField("trouble", "choice", choices=("no_supply", "leak", "quality", "meter", "other")),
        FormField("place", "line", choices=("home", "yard", "road", "hut")),
        FormField("phone", "phone"),
        FormField("remarks", "words", required=False, choices=("urgent", "day", "evening", "call_first")),
    ),
    utilities=("electricity", "water", "gas"),
    urgent=("leak",),
)
HAZARD = Form(
    "hazard",
    (
        FormField("trouble", "choice", choices=("wiring", "gas_smell", "open_cover", "lamp", "other")),
        FormField("place", "line", choices=("home", "yard", "road", "hut")),
        FormField("phone", "phone", required=False),
    ),
    urgent=("wiring", "gas_smell"),
)
FORMS = (REPAIR, HAZARD)
