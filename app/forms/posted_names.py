"""What a page posts beside the answers to its form."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What a page posts that no question may be called.
PAGE_NAMES = frozenset({"csrf_token", "revision"})
_PLAIN_NAME = re.compile(r"[\w.-]{1,60}", re.ASCII)


def unknown_names(fields: Iterable[str], formdata: Iterable[str]) -> list[str]:
    """What was posted that is no answer to a form of these fields, but for names beginning with `_` and the page's.

    They go into the audit, so anything but a plain name is only counted as one.
    """
    own = set(fields)
    names = own | {f"{name}-{part}" for name in own for part in ("day", "month", "year", "time")}
    unknown = (
        name
        for name in formdata
        if name not in names and name not in PAGE_NAMES and not name.startswith("_") and not name.endswith("-_row")
    )
    return list(dict.fromkeys(name if _PLAIN_NAME.fullmatch(name) else "?" for name in unknown))[:50]
