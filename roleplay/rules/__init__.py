"""What may happen in a workshop, in pure Python: no Django, no clock, no I/O.

Importing the package imports every subject file beside this one, so that a new tool is a
new file and nothing else.
"""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
