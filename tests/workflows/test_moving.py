"""A trajectory with a plan open inside it moves as one when the yearly plan gets a next version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app import db, engine
from app.domain.access import SYSTEM
from app.queries import migration as queries
from app.queries import move_drawings, move_target, processes
from app.services import migration, publishing
from app.services.callers import with_callers
from app.services.definitions import bundle_of, current
from tests.support.stage import Stage

HIRED = date(2024, 2, 12)


def next_plan(changes: dict[str, str]) -> list[publishing.Published]:
    """Publish the yearly plan with its diagram changed so, and with it every process that calls it."""
    with db.transaction() as session:
        old = bundle_of(session, current(session, "annual_pop"))
        bpmn = old.bpmn.decode()
        for before, after in changes.items():
            assert before in bpmn, before
            bpmn = bpmn.replace(before, after)
        new = engine.make_bundle("annual_pop", old.meta_text, bpmn.encode(), old.dmn, old.forms, old.calls)
        return publishing.publish_in(session, SYSTEM, with_callers(session, new))


def test_a_trajectory_moves_with_the_plan_that_is_open_in_it(stage: Stage) -> None:
    case_id = stage.hire(HIRED)
    stage.travel(date(2024, 3, 4))
    assert stage.open(case_id) == ["prepare"]
    before = stage.tasks(case_id)[0]
    published = next_plan({'name="Gesprek voorbereiden"': 'name="Het gesprek voorbereiden"'})
    assert {version.process for version in published} >= {"annual_pop", "trajectory"}
    with db.reading() as session:
        wanted = move_target.target(session, "trajectory", 2, {}, False)
        (item,) = queries.page(session, SYSTEM, wanted).items
        assert "trajectory" in {key for key, _, _ in processes.callers(session, "annual_pop")}
        asked = move_drawings.Asked("annual_pop", "prepare", ["prepare", "discuss"])
        (pair,) = move_drawings.drawings(session, wanted, [asked, replace(asked, element="unknown")])
    assert (pair.process, pair.old_number, pair.new_number) == ("annual_pop", 1, 2)
    refused = pair.steps["prepare"]
    assert not {"prepare", "discuss"} & refused.keys()
    assert all(
        "zijn niet van dezelfde soort" in str(why) or "hetzelfde deelproces" in str(why) for why in refused.values()
    )
    told = [str(change) for change in item.verdict.changes]
    assert told == ["Alleen woorden: De taak «Gesprek voorbereiden» heet nu «Het gesprek voorbereiden»."]
    (row,) = migration.move_cases(SYSTEM, wanted, [case_id])
    assert row.outcome == "moved"
    after = stage.tasks(case_id)[0]
    assert (after.id, after.name, after.process) == (before.id, "Het gesprek voorbereiden", "annual_pop")
    assert after.due_at == before.due_at
    plan = stage.make_plan(case_id)
    assert plan.state == "ACTIEF"
    stage.travel(date(2024, 12, 12))
    assert [task.name for task in stage.tasks(case_id)] == ["Het gesprek voorbereiden"]


def test_a_step_in_a_subprocess_goes_on_inside_it(stage: Stage) -> None:
    """Also where it was said already: what is offered is what can be."""
    stage.hire(HIRED)
    next_plan({'name="Gesprek voorbereiden"': 'name="Het gesprek voorbereiden"'})
    with db.reading() as session:
        wanted = move_target.target(session, "trajectory", 2, {"term_passed": "term_passed"}, False)
        offered = [place for place, _ in move_target.choice(session, wanted, "trajectory", "term_passed").options]
        asked = move_drawings.Asked("trajectory", "term_passed", offered)
        (pair,) = move_drawings.drawings(session, wanted, [asked])
    assert offered == ["term_passed"]
    assert "staan niet in hetzelfde deelproces" in str(pair.steps["term_passed"]["close_trajectory"])


def test_the_legal_watch_of_a_trajectory_keeps_its_day(stage: Stage) -> None:
    case_id = stage.hire(HIRED)
    before = stage.timers(case_id)
    next_plan({'name="Gesprek voorbereiden"': 'name="Het gesprek voorbereiden"'})
    with db.reading() as session:
        wanted = move_target.target(session, "trajectory", 2, {}, True)
    migration.move_cases(SYSTEM, wanted, [case_id])
    assert stage.timers(case_id) == before
