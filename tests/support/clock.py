"""Moving the simulated clock of a test without the services that fire what falls due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app import db
from app.models.clock import Clock

#: A Monday morning in winter, 9 o'clock in Brussels, after the law of 1 July 2023 has settled.
A_MONDAY = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


class TestClock:
    """The clock of this test's database. It stands still until it is moved."""

    __test__ = False

    def __init__(self) -> None:
        self.set(A_MONDAY)

    def set(self, moment: datetime) -> None:
        """Make it `moment`. Nothing fires: use services.clock where timers must."""
        self.now = moment
        with db.transaction() as session:
            clock = session.get(Clock, 1) or Clock(id=1)
            clock.simulated_at = moment
            session.add(clock)

    def advance(self, **span: float) -> None:
        """Later by a timedelta's arguments: ``clock.advance(days=14)``."""
        self.set(self.now + timedelta(**span))
