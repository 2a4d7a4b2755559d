"""Letters as PDF on the pages: asked for, waited for, fetched; and what stands there where none could be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app import db, queue
from app.services import documents
from app.services.case_in_hand import locked_work
from tests.support.jobs import do_waiting
from tests.support.letters import words_of_pdf
from tests.web.page_client import PageClient
from tests.web.world import World


@pytest.fixture
def reader(signed_in: Callable[[str], PageClient]) -> Iterator[PageClient]:
    """The coach, whose case holds a letter of before there were PDFs."""
    yield signed_in("coach")
    queue.close()


def test_a_letter_is_asked_for_as_pdf_and_fetched(
    reader: PageClient, signed_in: Callable[[str], PageClient], world: World
) -> None:
    tab, address = f"/cases/{world.case}/documents", f"/documents/{world.document}/pdf"
    assert reader.get(address, status=302).location == tab
    page = reader.follow(reader.submit(reader.get(tab), f'form[action="{address}"]'))
    assert "De PDF wordt gemaakt." in page.main and tab in page.links()
    do_waiting()
    page = reader.get(tab)
    assert "PDF (" in page.main and "kB) van Brief over het bezoek" in page.main and not page.all("main form")
    fetched = reader.client.get(address)
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert fetched.headers["Content-Disposition"] == f'attachment; filename="brief-{world.document}.pdf"'
    assert words_of_pdf(fetched.get_data()) == "Brief Beste lezer"
    stranger = signed_in("stranger")
    stranger.get(address, status=404)
    stranger.post(address, status=404)


def test_where_no_pdf_could_be_made_the_letter_is_there_and_who_may_looks_why(
    reader: PageClient, signed_in: Callable[[str], PageClient], world: World
) -> None:
    with db.transaction() as session:
        work = locked_work(session, world.actor("coach"), world.case)
        document_id = documents.store(work, "letter", "Verslag", "<p>Een <em>verslag</em></p>").id
    reader.post(f"/documents/{document_id}/pdf", status=302)
    do_waiting()
    tab = f"/cases/{world.case}/documents"
    page = reader.get(tab)
    assert "De PDF kon niet gemaakt worden. Een beheerder kan het opnieuw proberen." in page.main
    assert f"/documents/{document_id}" in page.links()
    administrator = signed_in("administrator")
    (why,) = [link for link in administrator.get(tab).links() if link.startswith("/jobs/")]
    page = administrator.get(why)
    assert "PDF van een brief maken" in page.main and "<em> in <p>" in page.main and "Mislukt" in page.main
