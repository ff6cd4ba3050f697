import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from app.core.database import db, transaction
from app.innovation.enums.contests import ContestKind, ContestState, ContestStepKind
from app.innovation.models import Contest, ContestAward, ContestEntry, ContestSheet, ContestVote
from app.innovation.services.contests.history import keep
from app.organization.queries import peer_groups
from tests.factories.cases import published_case
from tests.factories.contests import (
    before_the_committee,
    called,
    contest_again,
    contest_of,
    enter,
    in_first_round,
    past_contest,
    published,
    shortlisted,
)
from tests.statements import count_statements

TERMS = {
    "kind": "periodic",
    "name": "하반기 수시평가",
    "year": "2026",
    "period": "second_half",
    "call_starts_on": "2026-11-23",
    "call_ends_on": "2026-11-27",
    "first_round_ends_on": "2026-12-04",
    "committee_on": "2026-12-11",
    "staff_vote_weight": "20",
    "member_weight": "30",
    "expert_weight": "50",
    "votes_per_person": "2",
    "criteria-0-name": "독창성",
    "criteria-0-weight": "100",
    "groups-0-name": "전체",
    "groups-0-prizes": "최우수 1, 우수 3, 장려 6",
    "groups-0-shortlist_size": "10",
}


def version_in(page):
    return re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]


def test_the_control_tower_prepares_and_opens_a_contest(cast, app, as_):
    client = as_(cast.choi)
    peers = [str(group.id) for group in peer_groups()]
    address = client.post("/cases/contests", data={**TERMS, "groups-0-peers": peers}).location
    contest = db.session.query(Contest).one()
    assert (contest.kind, contest.staff_vote_weight, contest.votes_per_person) == (ContestKind.PERIODIC, 20, 2)
    assert client.post(f"{address}/jurors", data={"number": "park", "kind": "member"}).status_code == 302
    assert client.post(f"{address}/jurors", data={"number": "shin", "kind": "expert"}).status_code == 302
    assert client.post(f"{address}/moves", data={"seen": "draft"}).status_code == 302
    page = as_(cast.kim).get(address).text
    assert "최우수 1, 우수 3, 장려 6" in page
    assert cast.park.name not in page
    assert cast.park.name in client.get(address).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criteria-0-weight": "99"}, "not to 100"),
        ({"criteria-0-weight": ""}, "Give the weight."),
        ({"criteria-0-weight": "NaN"}, "Write a number"),
        ({"expert_weight": "49"}, "not to 100"),
        ({"call_ends_on": "2026-11-01"}, "ends before it starts"),
        ({"call_ends_on": "내일"}, "Not a valid date"),
        ({"groups-0-prizes": "최우수"}, "no prize with its number"),
        ({"groups-0-shortlist_size": "1.5"}, "whole number"),
        ({"groups-0-peers": ["9999"]}, "valid choice"),
        ({"votes_per_person": "0"}, "between 1 and 10"),
        ({"year": "1e3"}, "Invalid Choice"),
        ({"name": "가" * 201}, "200"),
    ],
)
def test_a_wrong_term_is_named_and_everything_typed_stays(cast, as_, changes, sentence):
    answer = as_(cast.choi).post("/cases/contests", data={**TERMS, "notice": "적어 둔 공고", **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "적어 둔 공고" in answer.text
    assert db.session.query(Contest).count() == 0


def test_rows_are_added_without_losing_what_was_typed(cast, as_):
    answer = as_(cast.choi).post("/cases/contests", data={**TERMS, "rows": "add:groups"})
    assert answer.status_code == 422
    assert 'name="groups-1-prizes"' in answer.text
    assert TERMS["groups-0-prizes"] in answer.text


def test_two_who_correct_at_once_see_both_texts(cast, as_):
    with transaction():
        contest = contest_of(cast)
    address = f"/cases/contests/{contest.id}"
    client = as_(cast.choi)
    seen = version_in(client.get(f"{address}/edit"))
    data = {**TERMS, "version": seen}
    assert as_(cast.bae).post(f"{address}/changes", data={**data, "notice": "배의 공고"}).status_code == 302
    answer = client.post(f"{address}/changes", data={**data, "notice": "최의 공고"})
    assert answer.status_code == 409
    assert "배의 공고" in answer.text
    assert "최의 공고" in answer.text
    data["version"] = version_in(answer)
    assert client.post(f"{address}/changes", data={**data, "notice": "최의 공고"}).status_code == 302


def test_a_correction_of_an_open_call_needs_its_reason(cast, as_):
    with transaction():
        contest = called(cast)
    client, address = as_(cast.choi), f"/cases/contests/{contest.id}"
    data = {**TERMS, "version": version_in(client.get(f"{address}/edit"))}
    assert client.post(f"{address}/changes", data=data).status_code == 422
    data["reason"] = "시상 개수를 잘못 적어 고칩니다."
    assert client.post(f"{address}/changes", data=data).status_code == 302
    assert data["reason"] in as_(cast.kim).get(address).text


def test_a_department_enters_and_withdraws_over_the_page(cast, as_):
    with transaction():
        contest, case = called(cast), published_case(cast)
    client, address = as_(cast.kang), f"/cases/contests/{contest.id}"
    assert case.title in client.get(address).text
    assert client.post(f"{address}/entries", data={"case": ""}).status_code == 422
    unknown = client.post(f"{address}/entries", data={"case": case.id, "number": "nobody"})
    assert unknown.status_code == 422
    assert client.post(f"{address}/entries", data={"case": case.id, "number": "kim"}).status_code == 302
    entry = db.session.query(ContestEntry).one()
    assert entry.honoured_id == cast.kim.id
    withdrawal = f"{address}/entries/{entry.id}/withdrawals"
    short = client.post(withdrawal, data={"reason": "짧다"})
    assert short.status_code == 422
    assert "짧다" in short.text
    assert as_(cast.park).post(withdrawal, data={"reason": "남의 출품을 거두어 봅니다."}).status_code == 403
    assert client.post(withdrawal, data={"reason": "다음 대회에 다시 내겠습니다."}).status_code == 302


def test_a_double_vote_leaves_one_row(cast, as_):
    with transaction():
        contest, (entry,) = in_first_round(cast)
    client, address = as_(cast.han), f"/cases/contests/{contest.id}"
    vote = f"{address}/entries/{entry.id}/votes"
    assert client.post(vote).status_code == 302
    again = client.post(vote)
    assert again.status_code == 422
    assert "voted for this entry already" in again.text
    assert as_(cast.kim).post(vote).status_code == 422
    assert db.session.query(ContestVote).count() == 1
    assert client.post(f"{address}/entries/9999/votes").status_code == 404


def test_an_outside_expert_reads_the_case_and_marks_it(cast, as_):
    with transaction():
        contest, (entry,) = in_first_round(cast)
    client, address = as_(cast.shin), f"/cases/contests/{contest.id}"
    assert client.get(f"{address}/sheets").status_code == 200
    sheet = f"{address}/entries/{entry.id}/sheet"
    page = client.get(sheet).text
    assert "예산이 없어 통신사와" in page
    assert client.get(re.search(r"/evidence/\d+", page)[0]).status_code == 200
    names = re.findall(r'name="(mark_\d+)"', page)
    assert len(names) == 2
    wrong = client.post(f"{sheet}s", data={names[0]: "101", names[1]: "여든", "note": "메모", "version": "0"})
    assert wrong.status_code == 422
    assert "At most 100." in wrong.text
    assert "메모" in wrong.text
    marks = {names[0]: "91.5", names[1]: "0", "version": "0"}
    assert client.post(f"{sheet}s", data=marks).status_code == 302
    stale = client.post(f"{sheet}s", data={**marks, names[0]: "10"})
    assert stale.status_code == 409
    assert "91.5" in stale.text
    assert db.session.query(ContestSheet).count() == 1
    assert as_(cast.kim).get(sheet).status_code == 404


def test_marks_and_votes_are_shown_to_nobody_before_the_round_closes(cast, as_):
    with transaction():
        contest, (entry,) = in_first_round(cast)
    page = f"/cases/contests/{contest.id}/entries/{entry.id}/sheet"
    names = re.findall(r'name="(mark_\d+)"', as_(cast.park).get(page).text)
    assert as_(cast.park).post(f"{page}s", data=dict.fromkeys(names, "77.77")).status_code == 302
    for reader in (cast.choi, cast.gam, cast.kim, cast.han):
        for path in ("", f"/entries/{entry.id}"):
            assert "77.77" not in as_(reader).get(f"/cases/contests/{contest.id}{path}").text
    assert as_(cast.gam).get(page).status_code == 403
    assert as_(cast.choi).get(page).status_code == 404


def test_a_closed_round_opens_every_score_to_its_formula(cast, as_):
    with transaction():
        contest, (entry,) = shortlisted(cast, "첫째")
    assert "86.8" in as_(cast.kim).get(f"/cases/contests/{contest.id}").text
    told = as_(cast.kim).get(f"/cases/contests/{contest.id}/entries/{entry.id}").text
    assert "(100 × 20 + 86 × 30 + 82 × 50) ÷ 100 = 86.80" in told


def test_the_result_is_published_printed_and_exported(cast, as_):
    with transaction():
        contest, _entries = published(cast, "첫째", "=SUM(1)")
    client, address = as_(cast.kim), f"/cases/contests/{contest.id}"
    sha = re.search(r"[0-9a-f]{64}", client.get(address).text)[0]
    assert sha in client.get(f"{address}/print").text
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{address}/result.xlsx").data))
    awards, scores = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert [row[1] for row in awards[1:]] == ["최우수", "우수"]
    assert len(scores) == 3
    assert awards[2][3] != "=SUM(1)"
    assert as_(cast.choi).post(f"{address}/publications").status_code == 422


def test_who_corrected_the_contest_is_not_offered_to_publish_its_result(cast, as_):
    with transaction():
        contest, _entries = before_the_committee(cast)
    address = f"/cases/contests/{contest.id}"
    assert f"{address}/publications" in as_(cast.bae).get(address).text
    with transaction():
        keep(contest, ContestStepKind.CORRECTION, actor=cast.bae, note="시상 개수를 고쳤습니다.")
    page = as_(cast.bae).get(address).text
    assert f"{address}/publications" not in page
    assert "nobody who prepared or corrected the contest" in page


def test_a_result_is_not_there_before_it_is_published(cast, as_):
    with transaction():
        contest, _entries = before_the_committee(cast, "첫째")
    client, address = as_(cast.kim), f"/cases/contests/{contest.id}"
    assert client.get(f"{address}/print").status_code == 404
    assert client.get(f"{address}/result.xlsx").status_code == 404
    refusal = as_(cast.bae).post(f"{address}/publications")
    assert refusal.status_code == 422
    assert "lack marks" in refusal.text
    assert contest_again(contest).state is ContestState.COMMITTEE


def test_a_past_result_is_entered_and_says_that_it_is_results_only(cast, as_):
    client = as_(cast.choi)
    data = {
        "kind": "kings",
        "name": "2025년 하반기 5S5품왕",
        "year": "2025",
        "period": "second_half",
        "source": "중도일보 2025. 12. 1.",
        "winners-0-prize": "왕중왕",
        "winners-0-department": "자원순환과",
        "winners-1-title": "부서가 없다",
    }
    wrong = client.post("/cases/contests/past", data=data)
    assert wrong.status_code == 422
    assert "자원순환과" in wrong.text
    assert db.session.query(ContestAward).count() == 0
    data["winners-1-title"] = ""
    address = client.post("/cases/contests/past", data=data).location
    assert client.post(f"{address}/publications").status_code == 403
    assert as_(cast.bae).post(f"{address}/publications").status_code == 302
    page = as_(cast.kim).get(address).text
    assert "Results only" in page
    assert "자원순환과" in page


def test_the_list_narrows_and_costs_the_same_for_one_and_three(cast, as_):
    client = as_(cast.kim)
    assert "No contest yet" in client.get("/cases/contests").text
    counts = []
    for wanted in (1, 3):
        with transaction():
            while db.session.query(Contest).count() < wanted:
                called(cast, name=f"수시평가 {db.session.query(Contest).count()}")
        with count_statements() as seen:
            page = client.get("/cases/contests").text
        counts.append(len(seen))
        assert page.count('href="/cases/contests/') >= wanted
    assert counts[0] == counts[1]
    assert "수시평가 0" not in client.get("/cases/contests?kind=kings").text
    assert client.get("/cases/contests?kind=nothing&year=x&cursor=made-up").status_code == 200


def test_the_page_of_a_contest_costs_the_same_for_one_entry_and_three(cast, as_):
    with transaction():
        contest = called(cast)
        enter(cast, contest)
    client, counts = as_(cast.han), []
    for more in (0, 2):
        with transaction():
            for _place in range(more):
                enter(cast, db.session.merge(contest))
        with count_statements() as seen:
            client.get(f"/cases/contests/{contest.id}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_being_prepared_is_hidden_from_others(cast, as_):
    with transaction():
        draft, past = contest_of(cast), past_contest(cast)
    for contest in (draft, past):
        assert as_(cast.kim).get(f"/cases/contests/{contest.id}").status_code == 404
    assert draft.name not in as_(cast.kim).get("/cases/contests").text
    assert as_(cast.choi).get(f"/cases/contests/new?copy={draft.id}").status_code == 200
