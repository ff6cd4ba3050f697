"""판 비교: what changed between two versions, in words that need no colour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.database import transaction
from app.innovation.queries.plans import rows_of
from app.innovation.rules.differences import Change, compare_rows, compare_texts
from app.innovation.services.plans import ItemDraft, draft_of, rewrite_plan, start_version
from tests.factories.innovation_b import an_approved_plan, plan_draft


@given(old=st.text(alphabet="가 나다\n", max_size=30), new=st.text(alphabet="가 나다\n", max_size=30))
def test_both_texts_can_be_read_out_of_the_comparison(old, new):
    pieces = compare_texts(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == new


@given(
    old=st.lists(st.tuples(st.sampled_from("가나다"), st.sampled_from("12"))),
    new=st.lists(st.tuples(st.sampled_from("가나다"), st.sampled_from("12"))),
)
def test_no_row_is_lost(old, new):
    changes = compare_rows(old, new)
    assert sorted(change.old for change in changes if change.old) == sorted(old)
    assert [change.new for change in changes if change.new] == new


@pytest.fixture
def two_versions(cast, app):
    with transaction():
        task, plan = an_approved_plan(cast)
        copy = start_version(actor=cast.kim, task=task, plan=plan, reason="예산이 줄었다.")
        draft = draft_of(copy, rows_of(copy.id))
        extra = ItemDraft(text="상인 간담회", owner_id=cast.kim.id)
        changed = vars(draft) | {"background": draft.background + " 덧붙임", "items": (*draft.items, extra)}
        rewrite_plan(actor=cast.kim, task=task, plan=copy, draft=plan_draft(cast, **changed))
    return task


def test_the_page_shows_what_went_and_what_came(as_, cast, two_versions):
    text = as_(cast.park).get(f"/tasks/{two_versions.id}/plan-comparison").text
    assert '<ins><span class="sr-only">added: </span> 덧붙임</ins>' in text
    assert "상인 간담회" in text
    assert "예산이 줄었다." in text
    assert "Unchanged: Goal" in text
    back = as_(cast.park).get(f"/tasks/{two_versions.id}/plan-comparison?old=2&new=1").text
    assert '<del><span class="sr-only">removed: </span> 덧붙임</del>' in back
    same = as_(cast.park).get(f"/tasks/{two_versions.id}/plan-comparison?old=1&new=1").text
    assert "The two versions say the same." in same


def test_a_version_that_is_not_there_is_not_found(as_, cast, two_versions):
    assert as_(cast.kim).get(f"/tasks/{two_versions.id}/plan-comparison?old=7").status_code == 404
