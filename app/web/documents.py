"""Letters and reports on a case, as they were made."""

from __future__ import annotations

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import NotVisible
from app.services import documents
from app.web import current
from app.web.access import requires

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
# A document is shown, never run: whatever it holds, no script, no form and no other site can come from it.
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; sandbox allow-popups; frame-ancestors 'none'"


@blueprint.get("/<id:document_id>")
@requires(Permission.DOCUMENT_READ)
def show(document_id: int) -> Response:
    """One document."""
    if not current.actor().sees_whole_file:
        raise NotVisible
    document = documents.read(current.session(), current.actor(), document_id)
    response = make_response(document.body)
    response.headers["Content-Security-Policy"] = _POLICY
    response.content_type = f"{document.media_type}; charset=utf-8"
    if document.media_type != "text/html":
        response.headers["Content-Disposition"] = "attachment"
    return response
