"""Loading the demo into a database that is not as it expects: a clear sentence, and nothing is half done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app import db
from app.demo import load as demo
from app.demo.events import EventStory
from app.domain.errors import Conflict
from app.models.case import Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.services import mail
from tests.support import fragile


def test_who_is_chosen_in_a_story_is_on_offer_on_that_day() -> None:
    """Somebody who was in service when the case began may have left before its task is done."""
    story = EventStory({"ask": {"reason": "x", "people": ["1"]}}, from_offer={"ask": {"people": ("in_service", 2)}})
    offered = {"in_service": [("7", "Amina"), ("8", "Tom"), ("9", "Els")]}
    assert story.decide("stop", "ask", date(2026, 11, 23), {}, offered) == {"reason": "x", "people": ["7", "8"]}
    assert story.decide("stop", "other", date(2026, 11, 23), {}, offered) == {}


def test_a_database_whose_processes_began_later_than_the_story_is_refused_with_what_to_do(database, clock) -> None:
    fragile.publish()
    with pytest.raises(Conflict) as refusal:
        demo.load(clock.now)
    assert "nieuwe databank" in str(refusal.value.text)
    with db.reading() as session:
        assert session.scalar(select(func.count(Organisation.id))) == session.scalar(select(func.count(Case.id))) == 0
        assert now(session) == clock.now
        assert session.scalar(select(func.count(Definition.id))) == 1


def test_what_is_written_for_a_demo_is_nobodys_mail(monkeypatch) -> None:
    """412 old notices were mailed in the first seconds of a demo with a mail server."""
    monkeypatch.setattr(mail._Mail, "on", True)
    with mail.held_back():
        assert not mail.is_on()
    assert mail.is_on()
