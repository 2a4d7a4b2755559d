"""The stage: the field with its trajectory published."""

from tests.workflows.conftest import database, field, stage  # noqa: F401 -- the same worlds
