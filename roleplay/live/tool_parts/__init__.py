"""The live side of the tools, one file each: what of it which viewer is shown.

Importing the package imports every file in it, so that a new tool is a new file and nothing else.
"""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
