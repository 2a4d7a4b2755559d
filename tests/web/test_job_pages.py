"""Background work on its pages: what waits and failed, stop and go on; the bundle of a case, asked for and fetched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import delete, func, select

from app import db, queue
from app.domain.jobs import JobState
from app.models.job import Job, JobResult
from app.models.user import Membership
from app.services import jobs
from app.web import paging
from tests.support.jobs import do_waiting
from tests.web.page_client import PageClient
from tests.web.world import World


@pytest.fixture
def administrator(signed_in: Callable[[str], PageClient]) -> Iterator[PageClient]:
    yield signed_in("administrator")
    queue.close()


def asked(kind: str, total: int | None = None) -> int:
    with db.transaction() as session:
        return jobs.enqueue(session, kind, {}, total=total)


def row_of(job_id: int) -> Job:
    with db.reading() as session:
        return session.get_one(Job, job_id)


def test_a_job_is_stopped_and_goes_on(administrator: PageClient) -> None:
    job_id = asked("move_cases_of_tests", total=12)
    listed = administrator.get("/jobs")
    assert "move_cases_of_tests" in listed.main and "0 van 12" in listed.main and "Wacht" in listed.main
    page = administrator.get(f"/jobs/{job_id}")
    page = administrator.follow(administrator.submit(page, f'form[action="/jobs/{job_id}/stop"]'))
    assert "Gestopt" in page.main and row_of(job_id).state == JobState.STOPPED
    administrator.post(f"/jobs/{job_id}/stop", status=409)
    page = administrator.follow(administrator.submit(page, f'form[action="/jobs/{job_id}/resume"]'))
    assert "Wacht" in page.main and row_of(job_id).state == JobState.QUEUED
    assert "move_cases_of_tests" not in administrator.get("/jobs?state=failed").main


def test_the_list_goes_a_page_at_a_time(administrator: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    made = [asked("mail") for _ in range(5)]
    seen, address = [], "/jobs"
    while address:
        page = administrator.get(address)
        seen += [int(link.rpartition("/")[2]) for link in page.links() if link.startswith("/jobs/9")]
        address = next((str(link["href"]) for link in page.all('a[rel="next"]')), "")
    assert seen == made[::-1]
    administrator.get("/jobs?cursor=nonsense", status=422)


def test_the_bundle_of_a_case_is_made_in_the_background_and_fetched_by_who_asked(
    administrator: PageClient, signed_in: Callable[[str], PageClient], world: World
) -> None:
    address = f"/cases/{world.case}/export"
    assert address in administrator.get(f"/cases/{world.case}/documents").links()
    assert administrator.get(f"{address}/file", status=302).location == address
    for _ in range(2):
        administrator.post(address)  # asked for twice at once: made once
    assert "Wacht" in administrator.get(address).main
    do_waiting()
    page = administrator.get(address)
    assert "Klaar" in page.main and f"{address}/file" in page.links()
    fetched = administrator.client.get(f"{address}/file")
    assert fetched.headers["Content-Disposition"] == f'attachment; filename="dossier-{world.case}.zip"'
    with zipfile.ZipFile(io.BytesIO(fetched.get_data())) as bundle:
        assert bundle.testzip() is None
        assert {"case.json", "audit.jsonl", "visit-v1.bpmn"} <= set(bundle.namelist())
        assert "case:started" in bundle.read("audit.jsonl").decode()
    inspector = signed_in("inspector")
    assert f"{address}/file" not in inspector.get(address).links()
    assert inspector.get(f"{address}/file", status=302).location == address
    signed_in("coach").get(address, status=403)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_s09__who_lost_the_right_meanwhile_gets_nothing(signed_in: Callable[[str], PageClient], world: World) -> None:
    signed_in("inspector").post(f"/cases/{world.case}/export")
    with db.transaction() as session:
        session.execute(delete(Membership).where(Membership.user_id == world.users["inspector"]))
    do_waiting()
    with db.reading() as session:
        row = session.scalars(select(Job)).one()
        assert (row.state, row.last_error) == (JobState.FAILED, "NotVisible")
        assert session.scalar(select(func.count()).select_from(JobResult)) == 0
