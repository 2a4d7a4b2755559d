"""In the place of SpiffWorkflow's script engine: expressions go through the one evaluator, scripts never run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from app.domain.expressions import ExpressionError, compile_expression
from app.domain.text import Text, say
from app.engine.errors import EngineError
from app.engine.skipping import is_passed
from app.engine.variables import visible


class NoEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]  # the base class has no types
    """Whatever would run code outside the evaluator ends here."""

    def evaluate(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise EngineError("", "", say("Dit soort formule is niet toegelaten."))

    execute = evaluate
    call_service = evaluate


class Evaluator(PythonScriptEngine):  # type: ignore[misc]  # the base class has no types
    """Works out conditions, timers and loops over the variables a task sees."""

    def __init__(self) -> None:
        super().__init__(environment=NoEnvironment())

    def evaluate(self, task: Any, expression: str, external_context: Mapping[str, Any] | None = None) -> Any:
        """The value of an expression for a task. Raises EngineError naming the element, never a value."""
        try:
            return compile_expression(expression or "").evaluate(visible(task))
        except ExpressionError as error:
            if is_passed(task):
                return False  # no condition of a gateway that is passed holds: its default flow is left
            raise _at(task, error.text) from None

    def validate(self, expression: str) -> None:
        """Read the expression; ExpressionError when it is outside the language."""
        compile_expression(expression)

    def execute(self, task: Any, script: str, external_context: Mapping[str, Any] | None = None) -> NoReturn:
        """Refuse: there are no script tasks."""
        raise _at(task, say("Scripts zijn niet toegelaten."))

    def call_service(self, task: Any, **kwargs: Any) -> NoReturn:
        """Refuse: service tasks run registered operations."""
        raise _at(task, say("Scripts zijn niet toegelaten."))


def _at(task: Any, text: Text) -> EngineError:
    return EngineError(task.workflow.spec.process, task.task_spec.bpmn_id or "", text)
