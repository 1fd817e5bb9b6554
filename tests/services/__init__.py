"""Real servers for the tests: PostgreSQL, Valkey, a browser and our own `start`.

Each is found in a fixed order and provided without root where the system has none. Nothing is
skipped when one cannot be had: the tests that need it fail and say what to install.
"""
