"""Slips of the pen in services.toml, with the line that each must give."""

# file, old text, new text, then the line: key, found, allowed
SLIPS = [
    (
        "services.toml",
        'kind = "managers"',
        'kind = "manager"',
        "service.managers.kind",
        '"manager"',
        '"outages"',
    ),
    (
        "services.toml",
        'icon = "manager"',
        'icon = "managr"',
        "service.managers.icon",
        '"managr"',
        "did you mean manager?",
    ),
    (
        "services.toml",
        'name = "managers"',
        'name = "mangers"',
        "service.mangers.name",
        '"mangers"',
        "a name whose texts are in assets/texts (service.mangers.label, service.mangers.note missing)",
    ),
    (
        "services.toml",
        'icon = "manager"',
        'icon = "manager"\nutilities = ["watr"]',
        "service.managers.utilities",
        '"watr"',
        "did you mean water?",
    ),
    (
        "services.toml",
        'name = "managers"',
        'name = "outages"',
        "service.outages",
        "2 tables of this name",
        "one [[service]] of a name",
    ),
]
