"""Which provider a phone code belongs to, by the published number ranges.

WeChat Pay: 18 digits starting 10 to 15. Alipay: 16 to 24 digits starting 25 to 30. Anything else is refused,
never sent to some default provider.
"""

import re

from kiosk.wire.fields import Provider

_RULES: tuple[tuple[Provider, re.Pattern[str]], ...] = (
    ("wechat", re.compile(r"1[0-5][0-9]{16}")),
    ("alipay", re.compile(r"(2[5-9]|30)[0-9]{14,22}")),
)


def provider_of(phone_code: str) -> Provider | None:
    return next((name for name, rule in _RULES if rule.fullmatch(phone_code)), None)
