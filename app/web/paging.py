"""Lists go a page at a time, by keyset: the address of the next page carries where this one ended."""

from __future__ import annotations

from flask import request, url_for

PAGE = 50


def next_address(cursor: str | None, **chosen: str) -> str | None:
    """The address of the next page with the same filter, or None on the last one.

    `chosen`: what this page chose itself where its address did not say, so that the next one does not choose again.
    """
    if cursor is None or request.endpoint is None:
        return None
    arguments: dict[str, object] = {**(request.view_args or {}), **chosen, **request.args.to_dict()}
    arguments["cursor"] = cursor
    return url_for(request.endpoint, **arguments)  # type: ignore[arg-type]  # its own keywords are no filters of ours
