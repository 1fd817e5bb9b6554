"""Our own server as `manage.py start` runs it, with one difference: nobody is told to slow down.

That difference exists only here. No setting of the product lifts the pace limits.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()

    from roleplay.live import pace

    pace.TALK = pace.STAFF = pace.OTHER = pace.Rate(1e9, 1e9)
    call_command("start", "--json")
