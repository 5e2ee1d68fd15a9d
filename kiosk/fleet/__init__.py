"""A fleet of kiosks played against a gateway over real signed HTTP, to see what the gateway bears and keeps.

Everything that is money is production code: client, attempts, journal, note counting. Only hands and devices
are played. Nothing here is part of a kiosk that residents use.
"""
