# What Traject uses of Flask-Babel, which ships no types.
from collections.abc import Callable
from typing import Any

from babel import Locale
from flask import Flask

class Babel:
    def init_app(
        self, app: Flask, *, locale_selector: Callable[[], str | None] | None = None, **options: Any
    ) -> None: ...

def gettext(string: str, /, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, /, **variables: object) -> str: ...
def lazy_gettext(string: str, /, **variables: object) -> str: ...  # translated when shown; it behaves as a str
def get_locale() -> Locale | None: ...
