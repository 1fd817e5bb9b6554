"""An oTree project with one app: a live page on which everybody in a group talks."""

SESSION_CONFIGS = [{"name": "talk", "app_sequence": ["talk"], "num_demo_participants": 30}]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1.0, "participation_fee": 0.0}
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "USD"
USE_POINTS = True
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = "bench"  # noqa: S105
SECRET_KEY = "of a benchmark"  # noqa: S105
