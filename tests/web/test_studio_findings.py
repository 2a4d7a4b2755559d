"""What the check finds leads to the page of the draft where it is mended."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.web.page_client import PageClient

DRAFT = "/processes/visit/draft"
FRAME = {"type": "iframe", "id": "a", "url": "x"}
FORM = {"type": "default", "id": "prepare", "schemaVersion": 19, "components": [FRAME]}


@pytest.fixture
def editor(signed_in: Callable[[str], PageClient]) -> PageClient:
    """A process editor with a draft whose form shows a foreign page and whose first task is for nobody."""
    browser = signed_in("process_editor")
    browser.submit(browser.get("/processes/visit"), f'form[action="{DRAFT}"]', status=302)
    for part, change in (("form/prepare", lambda text: json.dumps(FORM)), ("bpmn", without_role)):
        standing = browser.client.get(f"{DRAFT}/parts/{part}").json
        body = {"content": change(standing["content"]), "revision": standing["revision"]}
        answer = browser.client.post(f"{DRAFT}/parts/{part}", json=body, headers={"X-CSRFToken": browser.token()})
        assert answer.status_code == 200
    return browser


def without_role(diagram: str) -> str:
    """The diagram, its first task for nobody."""
    before, after = diagram.split(' camunda:candidateGroups="', 1)
    return before + after.split('"', 1)[1]


def test_a_finding_leads_to_the_form_or_the_element(editor: PageClient) -> None:
    found = editor.client.get(f"{DRAFT}/problems").json["problems"]
    addresses = {one["address"] for one in found if one["severity"] == "error"}
    assert f"{DRAFT}/forms/prepare" in addresses
    assert any(address.startswith(f"{DRAFT}?element=") for address in addresses)
    listed = editor.get(f"{DRAFT}/settings").all("[data-problem-list] a")
    assert addresses <= {link.get("href") for link in listed}


def test_on_its_own_page_a_finding_is_only_a_sentence(editor: PageClient) -> None:
    page = editor.get(f"{DRAFT}/forms/prepare")
    assert not page.all(f'[data-problem-list] a[href="{DRAFT}/forms/prepare"]')
    assert page.all("[data-problem-list] li")
