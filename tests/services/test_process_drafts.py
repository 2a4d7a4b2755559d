"""Drafts of a next version: nothing drawn is lost, two people publish, and versions begin on their day.

Shows security.md 25, security.md 38, security.md 39.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.models import process_draft as drafts
from app.models.clock import now, today
from app.models.definition import Definition
from app.models.process_draft import DraftPart, DraftSave, ProcessDraft
from app.queries import comparisons
from app.services import (
    approving,
    cases,
    definitions,
    draft_in_hand,
    handing_in,
    pictures,
    publishing,
    registries,
    retiring,
    tasks,
    users,
)
from app.services import drafts as drawing
from app.services.draft_parts import Part, as_it_stands, parts_of, problems_of
from config import ROOT

DIAGRAM, FORM = Part(drafts.DIAGRAM), Part(drafts.FORM, "task_a")


@pytest.fixture
def editor(world) -> Actor:
    return world.actor("petra@traject.example", Role.PROCESS_EDITOR, "traject", "operator")


@pytest.fixture
def administrator(world, editor) -> Actor:
    return world.actor("noor@traject.example", Role.ADMINISTRATOR, "traject", "operator")


@pytest.fixture
def drawn(simple, editor) -> str:
    """A draft of `simple`, opened."""
    drawing.open_draft(editor, simple)
    return simple


def content(part: Part = DIAGRAM) -> str:
    with db.reading() as session:
        return session.scalars(
            select(DraftPart.content).where(DraftPart.kind == part.kind, DraftPart.name == part.name)
        ).one()


def renamed(text: str, new: str = "Bedrag nakijken") -> str:
    assert 'name="Aanvraag invullen"' in text
    return text.replace('name="Aanvraag invullen"', f'name="{new}"')


def changed(editor: Actor, new: str = "Bedrag nakijken") -> None:
    drawing.save(editor, "simple", DIAGRAM, renamed(content(), new), 1)


def hand_in(editor: Actor, on: date | None = None) -> None:
    handing_in.hand_in(editor, "simple", "Taak A heet nu anders.", "Overleg van 1 maart", on)


def newest() -> Definition:
    with db.reading() as session:
        return draft_in_hand.newest_version(session, "simple")


def in_force() -> int:
    with db.reading() as session:
        return definitions.number_of(session, definitions.current(session, "simple"))


def test_a_draft_begins_with_the_newest_version_and_there_is_one(drawn, editor, administrator) -> None:
    with db.reading() as session:
        bundle = definitions.bundle_of(session, newest().id)
    assert content() == parts_of(bundle)[DIAGRAM]
    assert drawing.open_draft(administrator, drawn) == drawing.open_draft(editor, drawn)


def test_saying_the_same_again_changes_nothing(drawn, editor) -> None:
    same = content().replace(">\n", ">\n   ")
    assert drawing.save(editor, drawn, DIAGRAM, same, 1) == drawing.Saved(1)
    with db.reading() as session:
        assert session.scalars(select(DraftSave.id)).all() == []


def test_who_saves_second_loses_nothing_and_learns_who_was_first(drawn, editor, administrator) -> None:
    drawing.save(administrator, drawn, DIAGRAM, renamed(content(), "Van Noor"), 1)
    mine = renamed(content().replace("Van Noor", "Aanvraag invullen"), "Van Petra")
    saved = drawing.save(editor, drawn, DIAGRAM, mine, 1)
    assert (saved.revision, saved.displaced_by) == (2, administrator.name)
    assert "Van Noor" in content()
    assert drawing.put_back(editor, drawn, saved.save_id).revision == 3
    assert content() == mine


def test_saves_shortly_after_each_other_are_one_step(drawn, editor, clock) -> None:
    for number in range(1, 4):
        drawing.save(editor, drawn, DIAGRAM, renamed(parts()[DIAGRAM], f"Keer {number}"), number)
    clock.advance(minutes=3)
    drawing.save(editor, drawn, DIAGRAM, renamed(parts()[DIAGRAM], "Later"), 4)
    with db.reading() as session:
        assert session.scalars(select(DraftSave.revision).order_by(DraftSave.id)).all() == [4, 5]


def parts() -> dict[Part, str]:
    with db.reading() as session:
        return parts_of(definitions.bundle_of(session, newest().id))


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        (DIAGRAM, "<!DOCTYPE x><x/>", "DOCTYPE"),
        (DIAGRAM, "<bpmn:definitions", "geen geldige XML"),
        (DIAGRAM, "<x>" + "y" * (1 << 20) + "</x>", "te groot"),
        (DIAGRAM, "<x>" * 80 + "</x>" * 80, "genest"),
        (FORM, "[]", "geldige JSON"),
        (FORM, '{"components": [],\n]', "geldige JSON (regel 2)"),
        (FORM, '{"components": [], "id": "a", "id": "b"}', "«id» staat twee keer"),
        (FORM, '{"a":' * 3000 + "1" + "}" * 3000, "formulier"),
    ],
)
def test_what_can_never_be_a_part_is_refused_and_the_draft_stays(drawn, editor, part, text, told) -> None:
    before = content(part)
    with pytest.raises(AnswersInvalid) as refusal:
        drawing.save(editor, drawn, part, text, 1)
    assert told in str(refusal.value.errors["content"][0])
    assert content(part) == before


def test_no_part_of_another_name(drawn, editor) -> None:
    for part in (Part("exe"), Part(drafts.FORM, "../etc/passwd"), Part(drafts.TABLE, "x.bpmn"), Part("bpmn", "two")):
        with pytest.raises(NotVisible):
            drawing.save(editor, drawn, part, "<x/>", 0)


def test_a_form_comes_goes_and_is_put_back(drawn, editor) -> None:
    text = content(FORM)
    drawing.remove(editor, drawn, FORM)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, drawn)
        assert draft is not None
        assert [problem.code for problem in problems_of(session, draft)] != []
        kept = session.scalars(select(DraftSave.id).where(DraftSave.name == "task_a")).one()
    drawing.put_back(editor, drawn, kept)
    assert content(FORM) == text


def test_without_permission_nothing_is_drawn(drawn, coach) -> None:
    with pytest.raises(NotAllowed):
        drawing.open_draft(coach, drawn)
    with pytest.raises(NotAllowed):
        drawing.save(coach, drawn, DIAGRAM, content(), 1)


def test_two_people_publish_what_one_drew(drawn, editor, administrator) -> None:
    changed(editor)
    hand_in(editor)
    with pytest.raises(Conflict):
        drawing.save(editor, drawn, DIAGRAM, content(), 2)
    assert [(row.process, row.number) for row in approving.approve(administrator, drawn)] == [("simple", 2)]
    row = newest()
    assert (row.published_by, row.checked_by, row.note) == (
        editor.user_id,
        administrator.user_id,
        "Taak A heet nu anders.",
    )
    with db.reading() as session:
        assert draft_in_hand.live_draft(session, drawn) is None


def test_s39__an_author_does_not_approve(drawn, editor, administrator, world) -> None:
    """Nor does a second account of the same human being, nor who only moved one box."""
    second = world.actor("petra2@traject.example", Role.ADMINISTRATOR, "traject", "operator")
    users.mark_same_person(administrator, second.user_id, editor.user_id)
    helper = world.actor("jo@traject.example", Role.ADMINISTRATOR, "traject", "operator")
    changed(editor)
    drawing.save(helper, drawn, DIAGRAM, renamed(parts()[DIAGRAM], "Door Jo"), 2)
    hand_in(editor)
    for author in (editor, second, helper):
        with pytest.raises(NotAllowed):
            approving.approve(author, drawn)
    assert approving.approve(administrator, drawn)


def test_nothing_newer_is_published_than_the_approver_read(drawn, editor, administrator) -> None:
    """Taken back, drawn further and handed in again while the page of approving stood open."""
    changed(editor)
    hand_in(editor)
    read = handed_in(drawn)
    approving.take_back(editor, drawn)
    drawing.save(editor, drawn, DIAGRAM, content().replace("Bedrag nakijken", "Iets anders"), 2)
    hand_in(editor)
    with pytest.raises(Conflict, match="anders dan u las"):
        approving.approve(administrator, drawn, read=read)
    assert newest().number == 1
    assert "Iets anders" in content(), "the newer draft waits as it was handed in"
    assert approving.approve(administrator, drawn, read=handed_in(drawn))[0].number == 2


def test_nothing_is_handed_in_that_its_author_did_not_read(drawn, editor, administrator) -> None:
    """A colleague saved another part, or took one out, while the page of handing in stood open."""
    changed(editor)
    read = standing(drawn)
    drawing.save(administrator, drawn, FORM, content(FORM).replace("Bedrag", "Som"), 1)
    with pytest.raises(Conflict, match="anders dan u las"):
        handing_in.hand_in(editor, drawn, "Taak A heet nu anders.", "Overleg", None, read=read)
    read = standing(drawn)
    drawing.remove(administrator, drawn, FORM)
    with pytest.raises(Conflict, match="anders dan u las"):
        handing_in.hand_in(editor, drawn, "Taak A heet nu anders.", "Overleg", None, read=read)
    with db.reading() as session:
        kept = session.scalars(select(DraftSave.id).where(DraftSave.name == "task_a")).all()
    drawing.put_back(administrator, drawn, kept[-1])
    handing_in.hand_in(editor, drawn, "Taak A heet nu anders.", "Overleg", None, read=standing(drawn))


def test_nothing_is_sent_back_that_was_not_read(drawn, editor, administrator) -> None:
    changed(editor)
    hand_in(editor)
    read = handed_in(drawn)
    approving.take_back(editor, drawn)
    drawing.save(editor, drawn, DIAGRAM, content().replace("Bedrag nakijken", "Iets anders"), 2)
    hand_in(editor)
    with pytest.raises(Conflict, match="anders dan u las"):
        approving.refuse(administrator, drawn, "De naam is te lang.", read=read)
    approving.refuse(administrator, drawn, "Ook dit is te lang.", read=handed_in(drawn))


def standing(process: str) -> str:
    """What the page of handing in shows, in short."""
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, process)
        assert draft is not None
        return as_it_stands(session, draft)


def handed_in(process: str) -> str:
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, process)
        assert draft is not None
        return draft.handed_in


def test_a_version_takes_effect_by_itself_on_its_day(drawn, editor, administrator, clock) -> None:
    changed(editor)
    with db.reading() as session:
        day = today(session) + timedelta(days=30)
    hand_in(editor, day)
    approving.approve(administrator, drawn)
    assert in_force() == 1
    clock.advance(days=31)
    assert in_force() == 2


def test_the_next_version_never_begins_before_the_last(drawn, editor, administrator) -> None:
    changed(editor)
    with db.reading() as session:
        day = today(session) + timedelta(days=30)
    hand_in(editor, day)
    approving.approve(administrator, drawn)
    drawing.open_draft(editor, drawn)
    drawing.save(
        editor,
        drawn,
        DIAGRAM,
        renamed(parts()[DIAGRAM].replace("Bedrag nakijken", "Aanvraag invullen"), "Weer anders"),
        1,
    )
    with pytest.raises(AnswersInvalid) as refusal:
        hand_in(editor, day - timedelta(days=1))
    assert "effective_on" in refusal.value.errors
    hand_in(editor)
    approving.approve(administrator, drawn)
    with db.reading() as session:
        assert newest().effective_from > now(session)


def test_what_is_missing_or_wrong_is_said_at_its_place(drawn, editor) -> None:
    drawing.save(
        editor,
        drawn,
        DIAGRAM,
        content().replace('camunda:candidateGroups="coach"', 'camunda:candidateGroups="baas"'),
        1,
    )
    with db.reading() as session:
        yesterday = today(session) - timedelta(days=1)
    with pytest.raises(AnswersInvalid) as refusal:
        handing_in.hand_in(editor, drawn, " ", "", yesterday)
    assert set(refusal.value.errors) == {"note", "ground", "effective_on", ""}


def test_nothing_new_is_nothing_to_publish(drawn, editor) -> None:
    with pytest.raises(Conflict):
        hand_in(editor)


def test_a_newer_version_is_never_published_over(drawn, editor, administrator, tmp_path) -> None:
    changed(editor)
    with db.reading() as session:
        bundle = definitions.bundle_of(session, newest().id)
    other = dict(parts_of(bundle))
    publishing.publish(SYSTEM, {"simple": remade(bundle, renamed(other[DIAGRAM], "Van elders"))})
    with pytest.raises(Conflict, match="versie 2"):
        hand_in(editor)
    compared = newest().id
    publishing.publish(SYSTEM, {"simple": remade(bundle, renamed(other[DIAGRAM], "Nog eens van elders"))})
    with pytest.raises(Conflict, match="versie 3"):
        handing_in.build_on_newest(editor, drawn, compared)
    handing_in.build_on_newest(editor, drawn, newest().id)
    hand_in(editor)
    assert approving.approve(administrator, drawn)[0].number == 4


def remade(bundle, bpmn: str):
    from app import engine

    return engine.make_bundle(bundle.process, bundle.meta_text, bpmn.encode(), bundle.dmn, bundle.forms, bundle.calls)


def test_it_can_be_taken_back_and_sent_back(drawn, editor, administrator) -> None:
    changed(editor)
    hand_in(editor)
    approving.take_back(editor, drawn)
    hand_in(editor)
    with pytest.raises(AnswersInvalid):
        approving.refuse(administrator, drawn, " ")
    approving.refuse(administrator, drawn, "De naam is te lang.")
    with db.reading() as session:
        draft = session.scalars(select(ProcessDraft)).one()
        assert (draft.status, draft.reason) == (drafts.OPEN, "De naam is te lang.")


def test_a_discarded_draft_makes_room_and_is_kept(drawn, editor) -> None:
    changed(editor)
    drawing.discard(editor, drawn)
    assert drawing.open_draft(editor, drawn)
    with db.reading() as session:
        assert len(session.scalars(select(ProcessDraft.id)).all()) == 2


def test_processes_that_call_it_get_a_next_version_too(world, editor, administrator) -> None:
    """trajectory calls annual_pop: a case that starts tomorrow runs on the plan as it was just published."""
    definitions.forget()
    registries.load()
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    drawing.open_draft(editor, "annual_pop")
    part = Part(drafts.META)
    drawing.save(editor, "annual_pop", part, content(part).replace("Jaarlijks plan", "Plan van een jaar"), 1)
    handing_in.hand_in(editor, "annual_pop", "Andere titel", "Overleg", None)
    published = approving.approve(administrator, "annual_pop")
    assert {(row.process, row.number) for row in published} == {("annual_pop", 2), ("trajectory", 2)}
    with db.reading() as session:
        trajectory = definitions.bundle_of(session, definitions.current(session, "trajectory"))
    assert trajectory.calls["annual_pop"].meta.title == "Plan van een jaar"


def test_going_back_is_the_earlier_content_as_a_new_version(drawn, editor, administrator) -> None:
    """With the picture of the earlier one: the drawing is the same, and nobody draws it again."""
    with db.transaction() as session:
        session.execute(update(Definition).where(Definition.process == drawn).values(svg="<svg/>"))
    changed(editor)
    hand_in(editor)
    approving.approve(administrator, drawn)
    with pytest.raises(NotVisible):
        drawing.open_earlier(editor, drawn, 9)
    drawing.open_earlier(editor, drawn, 1)
    with pytest.raises(Conflict):
        drawing.open_earlier(editor, drawn, 1)
    hand_in(editor)
    assert approving.approve(administrator, drawn)[0].number == 3
    with db.reading() as session:
        hashes = session.scalars(
            select(Definition.content_hash).where(Definition.process == drawn).order_by(Definition.number)
        ).all()
        pictures = session.scalars(
            select(Definition.svg).where(Definition.process == drawn).order_by(Definition.number)
        ).all()
    assert hashes[0] == hashes[2] != hashes[1]
    assert pictures == ["<svg/>", None, "<svg/>"]


def test_a_picture_of_an_earlier_drawing_is_not_that_of_the_version(drawn, editor, administrator) -> None:
    """Where the diagram was changed as text after it was drawn, nobody saw what it looks like."""
    changed(editor)
    assert pictures.keep_picture(editor, drawn, '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', 2)
    drawing.save(editor, drawn, DIAGRAM, renamed(parts()[DIAGRAM], "Nog anders"), 2)
    hand_in(editor)
    approving.approve(administrator, drawn)
    with db.reading() as session:
        assert session.scalar(select(Definition.svg).where(Definition.id == newest().id)) is None


def test_a_retired_process_starts_nothing_and_what_runs_goes_on(simple, administrator, coach, open_tasks) -> None:
    running = cases.start(coach, simple)
    with pytest.raises(NotAllowed):
        retiring.retire(coach, simple)
    retiring.retire(administrator, simple)
    with pytest.raises(NotVisible):
        cases.start(coach, simple)
    assert tasks.complete(coach, open_tasks(running)[0], {"name": "Amina", "approved": True, "amount": 12})
    with pytest.raises(NotVisible):
        retiring.retire(administrator, simple)


def test_what_another_process_calls_is_not_retired(world, administrator) -> None:
    definitions.forget()
    registries.load()
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    with pytest.raises(Conflict, match="roept dit proces op"):
        retiring.retire(administrator, "annual_pop")


def test_a_draft_is_compared_with_where_it_began_in_words(drawn, editor) -> None:
    def found() -> comparisons.Comparison:
        with db.reading() as session:
            draft = draft_in_hand.live_draft(session, drawn)
            assert draft is not None
            return comparisons.of_draft(session, draft.id)

    assert found().differences == ()
    drawing.save(editor, drawn, DIAGRAM, content().replace('camunda:dueDate="P14D"', 'camunda:dueDate="P30D"'), 1)
    assert "30 dagen" in str(found().of_work[0].text)
    assert found().marks(drawn, "changed") == {"task_a": "changed"}
