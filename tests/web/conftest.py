"""The fixtures of the page tests."""

from tests.web.fixtures import *  # noqa: F403 -- fixtures are found by being here; the list is in the module
