"""What one needs to see beside the forms of an internship: the agreement, who signed, what was said."""

from __future__ import annotations

from app.domain.access import Role
from app.domain.text import Text, say
from app.models.internship import Internship
from app.models.organisation import Organisation
from app.models.signature import Signature
from app.services import internships
from app.services.records.registry import Panel
from app.services.work import Work

Row = tuple[Text | str, object]
_SCORES = {"GOED": say("Goed"), "VOLDOENDE": say("Voldoende"), "ONVOLDOENDE": say("Niet goed genoeg")}
_HIRES = {"yes": say("Ja"), "no": say("Nee"), "later": say("Misschien later")}


def agreement_panels(work: Work) -> list[Panel]:
    """The agreement with its signatures, then what was said during the internship."""
    internship = internships.latest(work)
    if internship is None:
        return []
    host = work.session.get(Organisation, internship.host_id)
    rows: list[Row] = [
        (say("Stagegever"), host.name if host else ""),
        (say("Contactpersoon"), internship.host_contact),
        (say("Functie"), internship.job),
        (say("Van"), internship.starts_on),
        (say("Tot en met"), internship.ends_on),
        (say("Uren per week"), internship.hours_week),
        (say("Dagen en uren"), internship.schedule),
    ]
    rows.extend(_signed(row) for row in internships.signatures(work, internship))
    return [Panel(say("Stageovereenkomst"), [(label, value) for label, value in rows if value]), *_reports(internship)]


def _signed(row: Signature) -> Row:
    label = Role(row.party).label
    if not row.signed:
        return label, say("tekent niet: %(reason)s", reason=row.refusal_reason)
    if row.on_paper:
        return label, say("getekend op papier, op %(day)s", day=row.signed_on)
    return label, say("getekend op %(day)s", day=row.signed_on)


def _reports(internship: Internship) -> list[Panel]:
    found = []
    if internship.mid_report:
        rows: list[Row] = [(say("Op"), internship.mid_talk_on)]
        found.append(Panel(say("Tussentijds gesprek"), rows, internship.mid_report))
    if internship.host_report:
        rows = [
            (say("De stage verliep"), _SCORES.get(internship.host_score or "", "")),
            (say("Neemt de werknemer aan"), _HIRES.get(internship.host_hires or "", "")),
        ]
        found.append(Panel(say("De stagegever zegt"), rows, internship.host_report))
    if internship.coach_report:
        found.append(Panel(say("De doorstroombegeleider zegt"), [], internship.coach_report))
    return found
