"""Settings for the property tests of the domain."""

from hypothesis import settings

# A busy machine is no bug: examples have no deadline of their own, the test as a whole has one (pyproject.toml).
settings.register_profile("traject", deadline=None)
settings.load_profile("traject")
