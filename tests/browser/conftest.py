"""Browser tests drive Playwright, whose loop makes Django think that we are asynchronous."""

import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
