"""What one needs to see beside the forms of a transition track."""

from __future__ import annotations

from datetime import date

from app.domain.codes import Phase, PhaseResult
from app.domain.phases import hours_remark
from app.domain.text import Text, say
from app.models.organisation import Organisation
from app.models.track import Track, TrackPhase
from app.models.user import User
from app.queries import rules
from app.services import track_hours, tracks
from app.services.records.registry import Panel
from app.services.work import Work

Row = tuple[Text | str, object]


def track_panels(work: Work) -> list[Panel]:
    """Who guides the employee, from when, towards what."""
    track = tracks.current(work)
    if track is None:
        return []
    provider = work.session.get(Organisation, track.provider_id)
    coach = work.session.get(User, track.coach_id) if track.coach_id else None
    rows: list[Row] = [
        (say("Organisatie"), provider.name if provider else None),
        (say("Begeleider"), coach.name if coach else None),
        (say("Start"), track.starts_on),
        (say("Vrij van werk"), _release(track)),
    ]
    return [Panel(say("Doorstroomtraject"), [(label, value) for label, value in rows if value], track.goal)]


def phase_panels(work: Work) -> list[Panel]:
    """The track, its phases with their maxima, and the hours against the average (no limit)."""
    track = tracks.current(work)
    if track is None:
        return []
    rows = [
        (Phase(row.phase).label, _course(row, tracks.latest(work, track, row))) for row in tracks.phases(work, track)
    ]
    total = track_hours.total_hours(work, track)
    hours = hours_remark(round(total), rules.at(work.session, track.starts_on))
    return [*track_panels(work), Panel(say("Fasen"), list[Row](rows)), Panel(say("Uren"), [], hours)]


def refusal_panel(work: Work) -> Panel:
    """In which phase the employee refused, when, and why in his own words."""
    track = tracks.in_hand(work)
    rows: list[Row] = [(say("Fase"), Phase(track.refusal_phase).label if track.refusal_phase else "—")]
    rows.append((say("Op"), track.refusal_on))
    return Panel(say("De werknemer wil niet verder"), rows, track.refusal_motive)


def _release(track: Track) -> Text | None:
    if not track.release_agreed:
        return None
    return say("%(hours)s uur per week vanaf %(day)s", hours=track.release_hours, day=track.release_on)


def _course(row: TrackPhase, latest: date) -> Text:
    if row.ended_on is None:
        return say("loopt sinds %(first)s, ten laatste tot en met %(last)s", first=row.started_on, last=latest)
    result = PhaseResult(row.result).label if row.result else ""
    return say("%(first)s tot en met %(last)s: %(result)s", first=row.started_on, last=row.ended_on, result=result)
