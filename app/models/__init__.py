"""The tables, one module per aggregate. Importing this package makes them all known to `Base.metadata`."""

from __future__ import annotations

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
