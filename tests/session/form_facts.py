"""The forms that stories fill in."""

from kiosk.session.forms import Document, Form, FormField

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
HOME_VISIT = Form(
    "home_visit",
    (
        FormField("place", "line", choices=("on_card", "home", "yard")),
        FormField("phone", "phone"),
        FormField("visit_on", "date"),
    ),
    person=True,
)
INVOICE_COPY = Form(
    "invoice_copy",
    (FormField("month", "date", past_months=6), FormField("phone", "phone")),
    utilities=("electricity", "water", "gas"),
    account=True,
)
JOINT_TRANSFER = Form(
    "joint_transfer",
    (
        FormField("new_holder", "name", choices=("on_card", "family")),
        FormField("water", "choice", choices=("yes", "no")),
        FormField("phone", "phone"),
    ),
    person=True,
    documents=(
        Document("property_certificate", most_pages=2),
        Document("agreement", required=False),
    ),
)
FORMS = (REPAIR, HAZARD, HOME_VISIT, INVOICE_COPY, JOINT_TRANSFER)
