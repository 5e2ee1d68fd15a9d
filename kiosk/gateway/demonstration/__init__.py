"""The demonstration's outside world: invented residents and simulated providers, acquirer and billers.

Speaks through the gateway's adapter ports only. Nobody in it exists.
"""
