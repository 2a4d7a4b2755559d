"""Names of workers: two at once have two, and a name is free when its process is gone. And what a start costs."""

from __future__ import annotations

import subprocess
import sys

from app.jobs import slots
from config import ROOT

HOLD = """
import sys
from app.jobs import slots
slot = slots.claim("worker", sys.argv[1])
print(slot.name, flush=True)
sys.stdin.read()
"""


def test_a_killed_worker_leaves_its_name_to_the_next(tmp_path):
    database = f"sqlite:///{tmp_path}/a.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, database], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    name = holder.stdout.readline().strip()
    mine = slots.claim("worker", database)
    assert name.startswith("worker@") and name.endswith("-0") and mine.name.endswith("-1")
    holder.kill()
    holder.communicate()
    again = slots.claim("worker", database)
    assert again.name == name
    other_role, other_database = slots.claim("web", database), slots.claim("worker", f"{database}2")
    assert other_role.name.startswith("web@") and other_role.name.endswith("-0")
    assert other_database.name.endswith("-0")
    for slot in (mine, again, other_role, other_database):
        slot.release()


def test_starting_loads_no_queue_and_no_typesetter():
    """DBOS takes a second to import, Typst many megabytes: only who asks for a job or does one waits for that."""
    code = "import sys; from app import create_app; from config import Settings; from app.jobs import registry;"
    code += "create_app(Settings()); registry.load();"
    subprocess.run(
        [sys.executable, "-c", f"{code} assert not {{'dbos', 'typst'}} & {{*sys.modules}}"], cwd=ROOT, check=True
    )
