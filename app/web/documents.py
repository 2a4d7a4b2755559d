"""Letters and reports on a case, as they were made."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from flask import Blueprint, flash, make_response, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import NotVisible
from app.services import document_pdfs, documents
from app.web import current
from app.web.access import requires

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
# A document is shown, never run: whatever it holds, no script, no form and no other site can come from it.
_POLICY = (
    "default-src 'none'; style-src 'self'{style}; img-src 'self' data:; sandbox allow-popups; frame-ancestors 'none'"
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@blueprint.get("/<id:document_id>")
@requires(Permission.DOCUMENT_READ)
def show(document_id: int) -> Response:
    """One document."""
    _ensure_whole_file()
    document = documents.read(current.session(), current.actor(), document_id)
    response = make_response(document.body)
    response.headers["Content-Security-Policy"] = _POLICY.format(style=_own_style(document.body))
    response.content_type = f"{document.media_type}; charset=utf-8"
    if document.media_type != "text/html":
        response.headers["Content-Disposition"] = "attachment"
    return response


@blueprint.get("/<id:document_id>/pdf")
@requires(Permission.DOCUMENT_READ)
def pdf(document_id: int) -> Response:
    """One document as PDF; the documents of its case, which tell how far it is, while there is none."""
    _ensure_whole_file()
    session, actor = current.session(), current.actor()
    found = document_pdfs.read(session, actor, document_id)
    if found is None:
        return _to_documents(documents.read(session, actor, document_id).case_id)
    response = make_response(found.content)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="brief-{document_id}.pdf"'
    return response


@blueprint.post("/<id:document_id>/pdf")
@requires(Permission.DOCUMENT_READ)
def ask_for_pdf(document_id: int) -> Response:
    """Have the PDF made."""
    _ensure_whole_file()
    case_id = document_pdfs.ask(current.actor(), document_id)
    flash(gettext("De PDF wordt gemaakt. Dat duurt enkele tellen; daarna staat hij hier klaar."), "success")
    return _to_documents(case_id)


def _ensure_whole_file() -> None:
    if not current.actor().sees_whole_file:
        raise NotVisible


def _to_documents(case_id: int) -> Response:
    return redirect(url_for("cases.documents", case_id=case_id))


def _own_style(body: str) -> str:
    """The style sheet in the head of a letter, as the policy names it: by its digest, so that no other one counts.

    A letter is kept whole, its looks with it, and must still look the same when the pages around it changed.
    """
    found = _STYLE.search(body.partition("</head>")[0])
    if found is None:
        return ""
    return f" 'sha256-{b64encode(hashlib.sha256(found[1].encode()).digest()).decode()}'"
