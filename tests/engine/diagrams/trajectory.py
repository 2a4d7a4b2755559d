"""The shape of the trajectory of engine.md §10: plans every year, the watch on the legal end, and its endings."""

from __future__ import annotations

from app.engine import Bundle, Context, Outcome, operation
from tests.engine.draw import (
    both,
    boundary,
    bundle,
    call,
    catch,
    end,
    first_of,
    flow,
    line,
    message,
    process,
    service,
    start,
    subprocess,
    task,
    terminate,
    timer,
    xor,
)


@operation("test_next_plan", writes=("next_plan",))
def next_plan(context: Context) -> Outcome:
    return Outcome({"next_plan": context.facts("next_plan")})


@operation("test_read_legal_end", writes=("legal_end",))
def read_legal_end(context: Context) -> Outcome:
    return Outcome({"legal_end": context.facts("legal_end")})


@operation("test_nothing")
def nothing(context: Context) -> None:
    return None


def annual_plan() -> Bundle:
    parts = [
        start(), task("draft"), boundary("remind", "draft", timer("'P14D'"), False),
        service("reminded", "test_nothing"),
        end("remind_end"), task("sign", role="worker"), end(), line("begin", "draft", "sign", "done"),
        line("remind", "reminded", "remind_end"),
    ]  # fmt: skip
    return bundle(process(*parts, key="annual_plan"), key="annual_plan")


def trajectory() -> Bundle:
    active = subprocess(
        "active", start("a_begin"), both("split"),
        xor("plan_again"), service("set_next_plan", "test_next_plan"),
        catch("plan_due", timer("next_plan", "timeDate")),
        call("plan", "annual_plan"), xor("watch_again"), service("read_end", "test_read_legal_end"),
        first_of("watch"),
        catch("at_end", timer("legal_end", "timeDate")), catch("term_changed", message("m_term")), task("evaluation"),
        xor("outcome_known", "to_other"), service("extend", "test_nothing"), terminate("over"),
        line("a_begin", "split", "plan_again", "set_next_plan", "plan_due", "plan", "plan_again"),
        line("split", "watch_again", "read_end", "watch", "at_end", "evaluation", "outcome_known"),
        line("watch", "term_changed", "watch_again"), flow("outcome_known", "extend", "outcome == 'extension'"),
        line("extend", "watch_again"), flow("outcome_known", "over", id="to_other"),
    )  # fmt: skip
    parts = [
        start(), task("hiring"), active, boundary("leaves", "active", message("m_exit")),
        xor("destination", "to_referral"),
        task("track"), task("referral"), task("early"), end("flowed_through"), end("referred"), end("left_early"),
        line("begin", "hiring", "active", "destination"), flow("destination", "track", "outcome == 'ready'"),
        flow("destination", "referral", id="to_referral"), line("track", "flowed_through"),
        line("referral", "referred"),
        line("leaves", "early", "left_early"),
    ]  # fmt: skip
    messages = '<bpmn:message id="m_term" name="term_changed"/><bpmn:message id="m_exit" name="early_end"/>'
    return bundle(
        process(*parts, key="trajectory", extra=messages),
        key="trajectory",
        calls={"annual_plan": annual_plan()},
        outcome="text",
        next_plan="date",
        legal_end="date",
    )
