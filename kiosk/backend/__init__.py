"""The kiosk's way to the gateway: HTTP with typed messages. Decides nothing and repeats nothing by itself."""
