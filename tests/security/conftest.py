"""The field at work, with both doors open to it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.security.doors import Doors
from tests.support.stage import Stage
from tests.workflows.conftest import database, field, stage  # noqa: F401 -- the same worlds


@pytest.fixture
def doors(stage: Stage, app: Flask) -> Doors:  # noqa: F811 -- the fixture of that name
    """Pages and API on the stage."""
    return Doors(app, stage)
