"""Two people who edit the same plan: the second sees both texts and loses nothing."""

import re

from app.core.database import db, transaction
from app.innovation.models import Plan
from tests.factories.innovation_b import a_plan, a_submitted_plan


def typed(page, **changes):
    """The fields of the form as a browser would send them back, with some retyped."""
    form = page.partition("<form")[2] if "plan-form" in page else page
    inputs = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', form)
    fields = {name: value for name, value in [*inputs, *texts] if name not in {"rows", "language", "next"}}
    return fields | {"cadence": "monthly"} | changes


def test_the_second_writer_sees_both_texts_and_may_save_on_purpose(as_, cast, app):
    with transaction():
        _task, plan = a_plan(cast)
    kim, ahn, path = as_(cast.kim), as_(cast.ahn), f"/plans/{plan.id}"
    first, second = kim.get(f"{path}/edit").text, ahn.get(f"{path}/edit").text
    assert kim.post(path, data=typed(first, goal="김하늘의 목표")).status_code == 302
    clash = ahn.post(path, data=typed(second, goal="안바다의 목표", idempotency_key="1"))
    assert clash.status_code == 409
    assert '<del><span class="sr-only">removed: </span>김하늘의</del>' in clash.text
    assert '<ins><span class="sr-only">added: </span>안바다의</ins>' in clash.text
    assert "안바다의 목표</textarea>" in clash.text
    assert db.session.get(Plan, plan.id, populate_existing=True).goal == "김하늘의 목표"
    again = ahn.post(path, data=typed(clash.text, goal="둘을 합친 목표", idempotency_key="2"))
    assert (again.status_code, db.session.get(Plan, plan.id, populate_existing=True).goal) == (302, "둘을 합친 목표")


def test_the_form_of_a_submitted_version_leads_to_the_version_and_says_why(as_, cast):
    with transaction():
        _task, plan = a_submitted_plan(cast)
    answer = as_(cast.kim).get(f"/plans/{plan.id}/edit", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, f"/plans/{plan.id}")
    assert "A plan that is submitted or approved cannot be changed." in answer.text
