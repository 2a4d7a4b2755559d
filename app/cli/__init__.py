"""The command line (contract §3): doors that translate arguments into service calls."""

from __future__ import annotations

import click


def commands() -> list[click.Command]:
    """Every command of `flask --app wsgi …`, in the order of the contract."""
    from app.cli import audit, clock, database, demo, evidence, jobs, publishing, term, user, worker, workflows

    workflows.workflows.add_command(publishing.sync)
    workflows.workflows.add_command(publishing.export)

    return [
        database.db,
        demo.demo,
        user.user,
        worker.worker,
        jobs.jobs,
        workflows.workflows,
        term.term,
        clock.clock,
        audit.audit,
        evidence.case,
    ]
