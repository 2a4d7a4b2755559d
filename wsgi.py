"""The WSGI application: ``flask --app wsgi …`` and any WSGI server find it here."""

import os
import sys

from app import create_app
from config import SettingsError, read_settings

try:
    app = create_app(read_settings(os.environ))
except SettingsError as error:
    print(f"Traject cannot start: {error}", file=sys.stderr)  # noqa: T201 -- there is no log yet
    sys.exit(2)
