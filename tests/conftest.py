"""What every test may ask for. The servers and the browser come from `tests/services/`."""
