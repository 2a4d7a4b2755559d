"""Letters of every kind, as they are kept; and what stands in a PDF."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2

from app.services.effects.letter import Letter, render

TYPED = 'O’Hara-Łukasz `${7*7}` #eval("1") *b* _i_ = x -- --- \\ @x <y> $z$ // c [l] https://x.be "q" \'r\' ~ #[a]'
LINES = "Eerste regel\r\nTweede   regel, met dubbele spaties\n\n- derde regel\n+ vierde\n= vijfde"
_DAY = date(2026, 2, 28)
_VALUES: dict[str, Any] = {
    **dict.fromkeys(
        (
            "sender", "reference", "person", "addressee", "address", "employer", "outcome", "signed_by", "signed_as",
            "proposed_by", "proposed_as", "decision", "body", "body_contact", "measure", "worker_view", "enterprise",
            "contact", "service",
        ),
        TYPED,
    ),
    **dict.fromkeys(("reasons", "motive", "new_decision", "reason"), LINES),
    **dict.fromkeys(
        (
            "written_on", "plan_on", "employer_heard_on", "worker_heard_on", "decided_on", "lodged_on", "decision_on",
            "final_day", "advice_on", "notified_on", "stop_date",
        ),
        _DAY,
    ),
    "meaning": ["Eén zin.", "Nog een zin."],
    "appeal_days": 30,
    "by_board": True,
    "consequences": [("Voorschotten", "Stoppen."), (TYPED, TYPED)],
}  # fmt: skip
_KINDS: dict[str, dict[str, Any]] = {
    "evaluation_decision": {},
    "evaluation_decision, short": {"address": "", "motive": "", "plan_on": None, "worker_heard_on": None},
    "reconsideration_decision": {"outcome": "HERZIEN"},
    "reconsideration_decision, late": {"outcome": "ONONTVANKELIJK", "by_board": False, "reasons": ""},
    "reconsideration_decision, withdrawn": {"outcome": "INGETROKKEN", "by_board": False, "person": ""},
    "referral_request": {},
    "stop_accepted": {},
    "stop_refused": {},
}
KINDS = tuple(_KINDS)


def kept(kind: str, **changes: Any) -> str:
    """A letter as the database holds it, full of what people may type."""
    values = _VALUES | _KINDS[kind] | changes
    return render(Letter("letter", "Brief", f"{kind.partition(',')[0]}.html", values, None))  # type: ignore[arg-type]  # nothing remembers it


def words_of_pdf(content: bytes) -> str:
    """What stands on its pages but for their numbers, with single spaces."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded(bottom=1.9 / 2.54 * 72) for page in document]
    document.close()
    return " ".join(" ".join(pages).split())
