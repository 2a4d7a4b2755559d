"""Moving a running case to another version: every row of engine.md §6, and playing on to the end afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.engine import Bundle, compile, make_bundle
from app.engine.migration import Judge, Kind, Verdict, Wish, dry_run, move
from tests.engine import draw
from tests.engine.draw import (
    both,
    boundary,
    bundle,
    call,
    catch,
    end,
    first_of,
    flow,
    for_each,
    line,
    process,
    some,
    subprocess,
    task,
    timer,
    xor,
)  # fmt: skip
from tests.engine.player import MONDAY, Player

CHANGED = '<bpmn:message id="m" name="changed"/>'
FIVE_DAYS_ON = MONDAY + timedelta(days=5)


def tasks_in_line(*names: str, **shown: str) -> Bundle:
    """begin → the tasks → done; `shown` gives a task another label."""
    drawn = [task(name).replace(f"Doe {name}", shown.get(name, f"Doe {name}")) for name in names]
    return bundle(process(draw.start(), *drawn, end(), line("begin", *names, "done")))


def waiting_at(old: Bundle, *done: str, **variables: Any) -> Player:
    """A case of `old` in which `done` was done, five days ago."""
    case = Player(old, **variables)
    for element in done:
        case.do(element)
    case.now = FIVE_DAYS_ON
    return case


def moved(case: Player, new: Bundle, wish: Wish = Wish()) -> Verdict:  # noqa: B008  # frozen
    """Move the case if it can; tells what came of it."""
    known = dry_run(case.definition, compile(new), case.snapshot.state, wish, facts=case.fact, now=case.now)
    came = move(case.definition, compile(new), case.snapshot.state, wish, facts=case.fact, now=case.now)
    assert came.verdict == known
    if came.snapshot is not None:
        case.definition, case.snapshot = compile(new), came.snapshot
    return known


def played_on(case: Player) -> str:
    """Do the first open task until the case is over; waits out timers. Gives the elements in order."""
    seen = []
    for _ in range(12):
        if case.snapshot.ended:
            return ">".join(seen)
        if case.open:
            seen.append(case.open[0])
            case.do(case.open[0])
        else:
            case.wait_until(max(case.now, min(case.due.values())))
    raise AssertionError(f"no end: {seen}")


BASE = tasks_in_line("a", "b", "c")


@pytest.mark.parametrize(
    "new, on, kind",
    [
        (tasks_in_line("a", "new", "b", "c"), "b>c", Kind.MOVES),
        (tasks_in_line("a", "b", "new", "c"), "b>new>c", Kind.MOVES),
        (tasks_in_line("a", "b"), "b", Kind.MOVES),
        (tasks_in_line("a", "b", "c2"), "b>c2", Kind.MOVES),
        (tasks_in_line("a", "b", "c", b="Beter"), "b>c", Kind.CHANGES),
        (tasks_in_line("b", "c"), "b>c", Kind.MOVES),
        (tasks_in_line("a2", "b", "c"), "b>c", Kind.MOVES),
    ],
    ids=["insert before", "insert after", "delete future", "rename future", "label", "delete past", "rename past"],
)
def test_a_case_goes_on_as_the_new_version_says(new: Bundle, on: str, kind: Kind) -> None:
    case = waiting_at(BASE, "a")
    key = case.task("b").key
    assert moved(case, new).kind is kind
    assert case.task("b").key == key
    assert played_on(case) == on


def test_a_renamed_task_says_its_old_and_new_name() -> None:
    verdict = moved(waiting_at(BASE, "a"), tasks_in_line("a", "b", "c", b="Beter"))
    assert [str(change) for change in verdict.changes] == ["Alleen woorden: De taak «Doe b» heet nu «Beter»."]


def asked(note: str = "", **question: object) -> Bundle:
    """`BASE` with an explanation and a form at its second task."""
    explained = f"<bpmn:documentation>{note}</bpmn:documentation>"
    drawn = BASE.bpmn.replace(b'name="Doe b" camunda:candidateGroups="coach">',
                              f'name="Doe b" camunda:candidateGroups="coach">{explained}'.encode())  # fmt: skip
    part = {"type": "textfield", "key": "remark", "label": "Opmerking"} | question
    return make_bundle("p", BASE.meta_text, drawn, {}, {"b": {"components": [part]}}, {})


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (asked(label="Uw opmerking"), "Alleen woorden: De vragen van de taak «Doe b» zijn anders verwoord."),
        (asked("Lees dit."), "Alleen woorden: De uitleg bij de taak «Doe b» is anders."),
        (asked(validate={"required": True}),
         "De taak «Doe b» krijgt een ander formulier. Wat al is ingevuld, blijft bewaard."),
    ],
    ids=["label", "documentation", "form"],
)  # fmt: skip
def test_a_trial_tells_words_from_work(new: Bundle, change: str) -> None:
    """A label, an explanation and a form need no move to go on rightly, unless the form asks something else."""
    case = waiting_at(asked(), "a")
    key = case.task("b").key
    assert [str(each) for each in moved(case, new).changes] == [change]
    assert case.task("b").key == key


def test_a_waiting_task_with_another_id_needs_a_mapping() -> None:
    case = waiting_at(BASE, "a")
    key = case.task("b").key
    new = tasks_in_line("a", "b2", "c", b2="Doe b")
    verdict = moved(case, new)
    assert verdict.kind is Kind.MAPPING
    assert [(step.element, step.candidates[0]) for step in verdict.unplaced] == [("b", "b2")]
    verdict = moved(case, new, Wish({("p", "b"): "b2"}))
    assert verdict.kind is Kind.CHANGES
    assert case.task("b2").key == key
    assert played_on(case) == "b2>c"


def test_a_waiting_task_that_was_deleted_is_refused_until_mapped() -> None:
    case = waiting_at(BASE, "a")
    new = tasks_in_line("a", "c")
    verdict = moved(case, new)
    assert verdict.kind is Kind.MAPPING
    assert str(verdict.reasons[0]).startswith("De stap «Doe b» bestaat niet in de nieuwe versie.")
    assert moved(case, new, Wish({("p", "b"): "c"})).kind is Kind.CHANGES
    assert played_on(case) == "c"


def test_a_deleted_task_without_any_of_its_kind_left_is_refused() -> None:
    new = bundle(process(draw.start(), catch("wait", timer("'P1D'")), end(), line("begin", "wait", "done")))
    verdict = moved(waiting_at(BASE, "a"), new)
    assert verdict.kind is Kind.REFUSED
    assert "geen stap van dezelfde soort" in str(verdict.reasons[0])


def choice(condition: str) -> Bundle:
    parts = [
        draw.start(), task("a"), xor("g", "otherwise"), task("x"), task("y"), end(), line("begin", "a", "g"),
        flow("g", "x", condition), flow("g", "y", id="otherwise"), line("x", "done"), line("y", "done"),
    ]  # fmt: skip
    return bundle(process(*parts), n="number")


def test_a_gateway_ahead_decides_as_the_new_version_says() -> None:
    case = waiting_at(choice("n > 5"), n=3)
    assert moved(case, choice("n > 1")).kind is Kind.MOVES
    assert played_on(case) == "a>x"


def reminded(duration: str, *others: str, interrupting: bool = False) -> Bundle:
    parts = [
        draw.start(), task("a"), task("b"), boundary("remind", "b", timer(f"'{duration}'"), interrupting), task("r"),
        end(), end("r_end"), *[task(other) for other in others], line("begin", "a", "b", *others, "done"),
        line("remind", "r", "r_end"),
    ]  # fmt: skip
    return bundle(process(*parts))


@pytest.mark.parametrize(
    "before, after, recompute, days",
    [("P14D", "P30D", True, 30), ("P14D", "P30D", False, 14), ("P30D", "P14D", True, 14), ("P30D", "P14D", False, 30)],
)
def test_a_reminder_is_kept_or_counted_from_its_start(before: str, after: str, recompute: bool, days: int) -> None:
    case = waiting_at(reminded(before), "a")
    verdict = moved(case, reminded(after), Wish(recompute=recompute))
    assert verdict.kind is Kind.CHANGES
    assert case.due == {"remind": MONDAY + timedelta(days=days)}
    word = "in plaats van" if recompute else "blijft aflopen"
    assert [word in str(change) for change in verdict.changes] == [True]
    case.wait_until(MONDAY + timedelta(days=days))
    assert sorted(case.open) == ["b", "r"]


@pytest.mark.parametrize("recompute", [True, False])
def test_an_unrelated_change_leaves_a_timer_as_it_was(recompute: bool) -> None:
    case = waiting_at(reminded("P14D"), "a")
    assert moved(case, reminded("P14D", "c"), Wish(recompute=recompute)).kind is Kind.MOVES
    assert case.due == {"remind": MONDAY + timedelta(days=14)}
    assert played_on(case) == "b>c"


def resting(duration: str) -> Bundle:
    parts = [draw.start(), catch("rest", timer(f"'{duration}'")), task("c"), end(), line("begin", "rest", "c", "done")]
    return bundle(process(*parts))


@pytest.mark.parametrize(("recompute", "year"), [(True, 2028), (False, 2027)])
def test_a_year_that_becomes_two_is_kept_or_counts_from_its_start(recompute: bool, year: int) -> None:
    case = waiting_at(resting("P1Y"))
    assert moved(case, resting("P2Y"), Wish(recompute=recompute)).kind is Kind.CHANGES
    assert case.due == {"rest": datetime.fromisoformat(f"{year}-01-05T09:00:00+00:00")}
    assert played_on(case) == "c"


def test_a_reminder_added_to_a_waiting_task_counts_from_when_the_task_began() -> None:
    case = waiting_at(tasks_in_line("a", "b"), "a")
    key = case.task("b").key
    verdict = moved(case, reminded("P14D"))
    assert verdict.kind is Kind.CHANGES
    assert "komt erbij" in str(verdict.changes[0])
    assert case.due == {"remind": MONDAY + timedelta(days=14)}
    case.wait_until(MONDAY + timedelta(days=14))
    assert sorted(case.open) == ["b", "r"]
    assert case.task("b").key == key
    assert sorted(played_on(case).split(">")) == ["b", "r"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_reminder_that_was_removed_lapses(interrupting: bool) -> None:
    case = waiting_at(reminded("P14D", interrupting=interrupting), "a")
    verdict = moved(case, tasks_in_line("a", "b"))
    assert verdict.kind is Kind.CHANGES
    assert "vervalt" in str(verdict.changes[0])
    assert case.due == {}
    assert played_on(case) == "b"


def test_a_reminder_that_went_off_and_was_renamed_leaves_its_branch_open() -> None:
    case = waiting_at(reminded("P2D"), "a")
    case.wait_until(FIVE_DAYS_ON)
    assert sorted(case.open) == ["b", "r"]
    new = reminded("P2D").bpmn.replace(b'"remind"', b'"nudge"').replace(b"remind_to_r", b"nudge_to_r")
    assert moved(case, bundle(new), Wish({("p", "remind"): "nudge"})).kind is Kind.MOVES
    assert case.due == {}
    case.do("b")
    assert played_on(case) == "r"


def test_a_reminder_in_the_place_of_one_that_went_off_goes_off_itself() -> None:
    case = waiting_at(reminded("P2D"), "a")
    case.wait_until(FIVE_DAYS_ON)
    new = reminded("P2D").bpmn.replace(b'"remind"', b'"nudge"').replace(b"remind_to_r", b"nudge_to_r")
    assert "komt erbij" in str(moved(case, bundle(new)).changes[0])
    case.wait_until(FIVE_DAYS_ON)
    assert sorted(case.open) == ["b", "r", "r"]


def inside(*names: str, after: str = "c") -> Bundle:
    drawn = [task(name) for name in names]
    sub = subprocess("sub", draw.start("sb"), *drawn, end("se"), line("sb", *names, "se"))
    return bundle(process(draw.start(), task("a"), sub, task(after), end(), line("begin", "a", "sub", after, "done")))


def test_a_task_inside_a_running_subprocess_goes_on() -> None:
    case = waiting_at(inside("q"), "a")
    key = case.task("q").key
    assert moved(case, inside("q", "q2", after="d")).kind is Kind.MOVES
    assert case.task("q").key == key
    assert played_on(case) == "q>q2>d"


def test_a_running_subprocess_with_another_id_goes_on_when_mapped() -> None:
    case = waiting_at(inside("q"), "a")
    new = bundle(inside("q").bpmn.replace(b'"sub"', b'"part"').replace(b"a_to_sub", b"a_to_part"))
    assert moved(case, new).unplaced[0].candidates == ("part",)
    assert moved(case, new, Wish({("p", "sub"): "part"})).kind is Kind.CHANGES
    assert played_on(case) == "q>c"


def test_a_waiting_task_wrapped_in_a_subprocess_is_refused() -> None:
    case = waiting_at(tasks_in_line("a", "q", "c"), "a")
    verdict = moved(case, inside("q"))
    assert verdict.kind is Kind.REFUSED
    assert "ander deelproces" in str(verdict.reasons[0])


def parallel(first: tuple[str, ...], second: tuple[str, ...], fork: str = "f") -> Bundle:
    names = dict.fromkeys([*first, *second])
    parts = [draw.start(), task("a"), both(fork), *[task(name) for name in names], both("j"), task("z"), end()]
    flows = [line("begin", "a", fork, *first, "j", "z", "done"), line(fork, *second, "j")]
    return bundle(process(*parts, *flows))


def test_a_new_task_between_a_finished_branch_and_a_waiting_join_is_refused() -> None:
    case = waiting_at(parallel(("b1",), ("b2",)), "a", "b1")
    verdict = moved(case, parallel(("b1", "new"), ("b2",)))
    assert verdict.kind is Kind.REFUSED
    assert "niet meer rechtstreeks" in str(verdict.reasons[0])


def test_a_finished_branch_with_another_id_before_a_waiting_join_needs_a_mapping() -> None:
    case = waiting_at(parallel(("b1",), ("b2",)), "a", "b1")
    new = parallel(("b3",), ("b2",))
    verdict = moved(case, new)
    assert [step.element for step in verdict.unplaced] == ["b1"]
    assert moved(case, new, Wish({("p", "b1"): "b3"})).kind is Kind.MOVES
    assert played_on(case) == "b2>z"


@pytest.mark.parametrize("new", [parallel(("b1",), ("b2", "new")), parallel(("b1",), ("b2",), fork="g")])
def test_a_waiting_join_still_opens(new: Bundle) -> None:
    case = waiting_at(parallel(("b1",), ("b2",)), "a", "b1")
    assert moved(case, new).kind is Kind.MOVES
    assert played_on(case).endswith(">z")


def test_a_task_that_came_to_lie_in_a_parallel_branch_is_refused() -> None:
    verdict = moved(waiting_at(tasks_in_line("a", "b1", "z"), "a"), parallel(("b1",), ("b2",)))
    assert verdict.kind is Kind.REFUSED
    assert "nooit" not in str(verdict.reasons[0])
    assert "niet begonnen" in str(verdict.reasons[0])


def test_two_branches_cannot_become_one_step() -> None:
    case = waiting_at(parallel(("b1",), ("b2",)), "a")
    verdict = moved(case, parallel(("b1",), ("b3",)), Wish({("p", "b2"): "b1"}))
    assert verdict.kind is Kind.REFUSED
    assert "Twee open stappen" in str(verdict.reasons[0])


def dated(**camunda: str) -> Bundle:
    return bundle(process(draw.start(), task("a", **camunda), end(), line("begin", "a", "done")), by="date")


@pytest.mark.parametrize(
    "before, after, recompute, due",
    [
        ({"dueDate": "P10D"}, {"dueDate": "P20D"}, True, "2026-01-25T09:00:00+00:00"),
        ({"dueDate": "P10D"}, {"dueDate": "P20D"}, False, "2026-01-15T09:00:00+00:00"),
        ({"dueDate": "by"}, {"dueDate": "P20D"}, True, "2026-01-25T09:00:00+00:00"),
        ({"dueDate": "by"}, {"dueDate": "P20D"}, False, "2026-02-01T22:59:59+00:00"),
        ({"dueDate": "P10D"}, {"dueDate": "by"}, True, "2026-02-01T22:59:59+00:00"),
        ({}, {"dueDate": "P20D"}, True, "2026-01-25T09:00:00+00:00"),
        ({"dueDate": "P10D"}, {}, True, None),
    ],
)
def test_a_deadline_is_kept_or_counted_from_when_the_task_opened(
    before: dict[str, str], after: dict[str, str], recompute: bool, due: str | None
) -> None:
    case = waiting_at(dated(**before), by="2026-02-01")
    assert moved(case, dated(**after), Wish(recompute=recompute)).kind is Kind.CHANGES
    assert case.task("a").due_at == (datetime.fromisoformat(due) if due else None)


def test_a_deadline_is_told_as_a_day_as_worklists_do() -> None:
    verdict = moved(waiting_at(dated(dueDate="P10D")), dated(dueDate="P20D"), Wish(recompute=True))
    assert [str(change) for change in verdict.changes] == [
        "De taak «Doe a» moet af zijn op 25/01/2026 in plaats van 15/01/2026."
    ]


def test_a_task_that_goes_to_another_role_says_so() -> None:
    verdict = moved(waiting_at(dated()), dated(role="employer"))
    sentence = "De taak «Doe a» gaat naar Leiding van de onderneming in plaats van Jobcoach."
    assert [str(change) for change in verdict.changes] == [sentence]


def first_to_come(duration: str) -> Bundle:
    parts = [
        draw.start(), first_of("g"), catch("late", timer(f"'{duration}'")), catch("told", draw.message("m")),
        task("x"), task("y"), end(), line("begin", "g", "late", "x", "done"), line("g", "told", "y", "done"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=CHANGED))


def test_an_event_gateway_keeps_waiting_for_its_message_and_its_timer() -> None:
    case = waiting_at(first_to_come("P30D"))
    assert moved(case, first_to_come("P40D"), Wish(recompute=True)).kind is Kind.CHANGES
    assert case.due == {"late": MONDAY + timedelta(days=40)}
    assert case.snapshot.messages == ("changed",)
    case.send("changed")
    assert case.open == ["y"]


def inclusive(*names: str) -> Bundle:
    parts = [draw.start(), some("f", "f_to_b"), task("a"), task("b"), some("j"), *[task(name) for name in names], end()]
    flows = [
        line("begin", "f"),
        flow("f", "a", "n > 1"),
        flow("f", "b"),
        line("a", "j", *names, "done"),
        line("b", "j"),
    ]
    return bundle(process(*parts, *flows), n="number")


def test_an_inclusive_gateway_waits_for_what_was_chosen() -> None:
    case = waiting_at(inclusive(), n=2)
    assert moved(case, inclusive("last")).kind is Kind.MOVES
    assert played_on(case) == "a>last"


def each_person(*names: str) -> Bundle:
    parts = [draw.start(), task("a", for_each("people", "person")), *[task(name) for name in names], end()]
    return bundle(process(*parts, line("begin", "a", *names, "done")), people="list")


def test_a_repeated_task_goes_on_for_everyone_who_is_left() -> None:
    case = waiting_at(each_person(), people=["x", "y", "z"])
    case.do("a", item="y")
    keys = {t.item: t.key for t in case.snapshot.tasks}
    assert moved(case, each_person("last")).kind is Kind.MOVES
    assert {t.item: t.key for t in case.snapshot.tasks} == keys
    assert played_on(case) == "a>a>last"


def calling(called: Bundle) -> Bundle:
    drawn = process(draw.start(), call("each", "q"), end(), line("begin", "each", "done"))
    return bundle(drawn, calls={"q": called})


def called(*names: str) -> Bundle:
    drawn = process(draw.start(), *[task(name) for name in names], end(), line("begin", *names, "done"), key="q")
    return bundle(drawn, key="q")


def test_a_called_process_moves_with_the_case_that_called_it() -> None:
    case = waiting_at(calling(called("x", "y")))
    assert moved(case, calling(called("w", "x", "new", "y"))).kind is Kind.MOVES
    assert played_on(case) == "x>new>y"


def test_a_step_of_a_called_process_is_mapped_by_its_process() -> None:
    case = waiting_at(calling(called("x", "y")))
    new = calling(called("x2", "y"))
    assert [(step.process, step.element) for step in moved(case, new).unplaced] == [("q", "x")]
    assert moved(case, new, Wish({("q", "x"): "x2"})).kind is Kind.CHANGES
    assert played_on(case) == "x2>y"


def test_a_value_of_another_kind_is_refused() -> None:
    new = bundle(dated().bpmn, by="number")
    verdict = moved(waiting_at(dated(), by="2026-02-01"), new)
    assert (verdict.kind, "by" in str(verdict.reasons[0])) == (Kind.REFUSED, True)


def test_a_case_that_is_over_is_refused() -> None:
    case = waiting_at(BASE, "a", "b", "c")
    assert moved(case, tasks_in_line("a", "b")).kind is Kind.REFUSED


def test_a_state_of_another_version_is_refused() -> None:
    case = waiting_at(BASE, "a")
    verdict = dry_run(compile(dated()), compile(BASE), case.snapshot.state, Wish(), facts=case.fact, now=case.now)
    assert verdict.kind is Kind.REFUSED


def test_there_and_back_again_is_where_it_was() -> None:
    case = waiting_at(reminded("P14D"), "a")
    before = case.snapshot
    moved(case, reminded("P30D", "c"), Wish(recompute=True))
    moved(case, reminded("P14D"), Wish(recompute=True))
    assert (case.snapshot.tasks, case.snapshot.timers) == (before.tasks, before.timers)


def test_cases_at_the_same_place_get_the_same_verdict_and_others_their_own() -> None:
    judge = Judge(compile(BASE), compile(tasks_in_line("a", "c")), Wish())
    at_a, at_b, also_at_b = waiting_at(BASE), waiting_at(BASE, "a"), waiting_at(BASE, "a")
    verdicts = [
        judge.verdict(case.snapshot.state, facts=case.fact, now=case.now) for case in (at_a, at_b, also_at_b, at_a)
    ]
    assert [verdict.kind for verdict in verdicts] == [Kind.MOVES, Kind.MAPPING, Kind.MAPPING, Kind.MOVES]


def test_a_date_that_only_some_cases_have_is_judged_for_each() -> None:
    def resting_until(moment: str) -> Bundle:
        parts = [draw.start(), catch("rest", timer(moment, "timeDate")), task("c"), end()]
        return bundle(process(*parts, line("begin", "rest", "c", "done")), one="date", two="date")

    judge = Judge(compile(resting_until("one")), compile(resting_until("two")), Wish(recompute=True))
    with_date = waiting_at(resting_until("one"), one="2027-01-01", two="2027-02-01")
    without = waiting_at(resting_until("one"), one="2027-01-01")
    kinds = [judge.verdict(case.snapshot.state, facts=case.fact, now=case.now).kind for case in (with_date, without)]
    assert kinds == [Kind.CHANGES, Kind.REFUSED]
