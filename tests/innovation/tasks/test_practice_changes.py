"""2진1퇴: two new practices and an abolished one, asked for before the task closes."""

import pytest

from app.core.database import transaction
from app.core.errors import Denied, Refused
from app.innovation.queries.gates import gate_items_of
from app.innovation.services.closings import close_task, submit_closing, write_closing
from app.innovation.services.practice_changes import Practices, set_practice_change
from tests.factories import innovation as make
from tests.factories.innovation_b import a_monitored_task, a_submitted_closing, closing_draft

WHOLE = Practices(first_new="예약 민원", second_new="문자 안내", abolished="수기 대장")


def test_the_task_closes_only_when_all_three_are_named(write, cast):
    task, plan = a_monitored_task(cast)
    set_practice_change(actor=cast.kim, task=task, practices=Practices(first_new="예약 민원"))
    open_items = {item.code.value: item.hint for item in gate_items_of(task) if not item.passes}
    missing = [label.msgid for label in open_items["practice_changed"].params["items"].items]
    assert missing == ["Second new practice", "Abolished practice"]
    closing = write_closing(actor=cast.kim, task=task, draft=closing_draft(plan))
    with pytest.raises(Refused):
        submit_closing(actor=cast.lee, task=task, closing=closing)
    set_practice_change(actor=cast.kim, task=task, practices=WHOLE)
    submit_closing(actor=cast.lee, task=task, closing=closing)
    close_task(actor=cast.choi, task=task, closing=closing)
    assert task.state == "completed"


def test_an_ordinary_task_is_not_asked(write, cast):
    task, _plan = a_monitored_task(cast)
    assert "practice_changed" not in {item.code.value for item in gate_items_of(task)}


def test_a_declaration_is_taken_back_by_those_who_carry_the_task(write, cast):
    task = make.a_task(cast)
    set_practice_change(actor=cast.kang, task=task, practices=WHOLE)
    with pytest.raises(Denied):
        set_practice_change(actor=cast.park, task=task, practices=None)
    assert set_practice_change(actor=cast.lee, task=task, practices=None) is None
    with pytest.raises(Refused):
        set_practice_change(actor=cast.lee, task=task, practices=None)


def test_a_closed_task_is_not_changed(write, cast):
    task, plan = a_monitored_task(cast)
    closing = a_submitted_closing(cast, task, plan)
    close_task(actor=cast.choi, task=task, closing=closing)
    with pytest.raises(Refused):
        set_practice_change(actor=cast.lee, task=task, practices=WHOLE)


def test_the_form_and_the_page_of_the_task(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client = as_(cast.lee)
    assert client.get(f"/tasks/{task_id}/practice-changes/new").status_code == 200
    sent = {"applies": "y", "first_new": "예약 민원", "second_new": "문자 안내"}
    assert client.post(f"/tasks/{task_id}/practice-changes", data=sent).status_code == 302
    assert "문자 안내" in client.get(f"/tasks/{task_id}").text
    assert client.post(f"/tasks/{task_id}/practice-changes", data={"first_new": ""}).status_code == 302
    assert client.post(f"/tasks/{task_id}/practice-changes", data={"first_new": ""}).status_code == 422
