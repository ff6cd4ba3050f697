"""공모: planned by the control tower, open on its days, closed early with a reason."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import IssueKind
from app.innovation.enums.proposals import CampaignState
from app.innovation.models import Campaign, Issue
from app.innovation.queries.campaigns import list_campaigns, open_campaigns
from app.innovation.services import campaigns
from tests.factories import innovation as make
from tests.statements import count_statements

REASON = "주제가 다른 공모와 겹쳐 일찍 끝낸다."


@pytest.fixture
def campaign(app, cast):
    with transaction():
        return make.a_campaign(cast.choi).id


def answer(cast, campaign_id):
    with transaction():
        return make.an_issue(cast.kim, kind=IssueKind.CAMPAIGN, campaign_id=campaign_id).id


def in_days(days):
    return clock.frozen_at(clock.now() + timedelta(days=days))


def test_an_open_campaign_takes_ideas_until_its_last_day(campaign, cast):
    answer(cast, campaign)
    with in_days(14):
        answer(cast, campaign)
    with in_days(15), pytest.raises(Refused) as refusal:
        answer(cast, campaign)
    assert refusal.value.reason.msgid == "This campaign is closed and takes no more ideas."


def test_a_planned_campaign_takes_nothing_yet(app, cast):
    with transaction():
        later = clock.today() + timedelta(days=3)
        planned = make.a_campaign(cast.choi, starts_on=later, ends_on=later).id
    with pytest.raises(Refused) as refusal:
        answer(cast, planned)
    assert refusal.value.reason.msgid == "This campaign is not open yet."
    with in_days(3):
        answer(cast, planned)


def test_a_campaign_closed_early_takes_nothing_and_says_why(campaign, cast, as_):
    tower = as_(cast.choi)
    assert tower.post(f"/issues/campaigns/{campaign}/closings", data={"reason": "짧다"}).status_code == 422
    assert tower.post(f"/issues/campaigns/{campaign}/closings", data={"reason": REASON}).status_code == 302
    page = as_(cast.kim).get(f"/issues/campaigns/{campaign}").text
    assert (REASON in page, "Answer this call" in page) == (True, False)
    with pytest.raises(Refused):
        answer(cast, campaign)
    again = tower.post(f"/issues/campaigns/{campaign}/closings", data={"reason": REASON})
    assert (again.status_code, "already closed" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("kind", "names_one", "sentence"),
    [
        (IssueKind.CAMPAIGN, False, "Choose the campaign the idea answers."),
        (IssueKind.FREE, True, "Only an answer to a call names a campaign."),
    ],
)
def test_only_an_answer_to_a_call_names_a_campaign(campaign, cast, kind, names_one, sentence):
    with pytest.raises(Refused) as refusal, transaction():
        make.an_issue(cast.kim, kind=kind, campaign_id=campaign if names_one else None)
    assert refusal.value.reason.msgid == sentence


@pytest.mark.parametrize(("first", "last"), [(5, 4), (-1, 5)])
def test_a_campaign_with_impossible_days_is_refused_beside_the_last_day(as_, cast, first, last):
    today = clock.today()
    data = {
        "title": "그늘 공모",
        "theme": "그늘이 모자란 곳",
        "starts_on": (today + timedelta(days=first)).isoformat(),
        "ends_on": (today + timedelta(days=last)).isoformat(),
    }
    page = as_(cast.choi).post("/issues/campaigns", data=data)
    assert (page.status_code, "그늘이 모자란 곳" in page.text, 'id="ends_on-error"' in page.text) == (422, True, True)
    assert db.session.query(Campaign).count() == 0


def test_the_database_refuses_an_end_before_the_start(campaign):
    with pytest.raises(Exception, match="ends_after_start"), transaction():
        db.session.query(Campaign).update({"ends_on": clock.today() - timedelta(days=1)})


def test_a_campaign_is_changed_before_it_begins_and_never_after(app, cast, as_):
    with transaction():
        later = clock.today() + timedelta(days=3)
        planned = make.a_campaign(cast.choi, starts_on=later, ends_on=later).id
    tower = as_(cast.choi)
    assert 'value="여름철 그늘 공모"' in tower.get(f"/issues/campaigns/{planned}/edit").text
    data = {"title": "겨울 공모", "theme": "온기", "starts_on": later.isoformat(), "ends_on": later.isoformat()}
    assert tower.post(f"/issues/campaigns/{planned}/changes", data=data | {"version": "1"}).status_code == 302
    assert db.session.get_one(Campaign, planned).title == "겨울 공모"
    content = campaigns.CampaignContent(title="x", theme="y", starts_on=later, ends_on=later)
    kept = db.session.get_one(Campaign, planned)
    with in_days(3), pytest.raises(Refused):
        campaigns.change_campaign(actor=cast.choi, campaign=kept, content=content, seen_version=2)


def test_only_the_control_tower_runs_campaigns(app, cast):
    for actor in (cast.lee, cast.gam, cast.goh):
        with pytest.raises(Denied), transaction():
            make.a_campaign(actor)


def test_the_list_costs_the_same_for_one_and_three(as_, cast, campaign):
    client = as_(cast.kim)
    with count_statements() as one:
        client.get("/issues/campaigns")
    with transaction():
        for _n in range(2):
            make.a_campaign(cast.choi)
    answer(cast, campaign)
    with count_statements() as three:
        page = client.get("/issues/campaigns").text
    assert (len(three), len(one), page.count("여름철 그늘 공모")) == (len(one), 2, 3)


def test_the_form_offers_the_open_campaigns_and_takes_the_one_it_was_opened_from(as_, cast, campaign):
    page = as_(cast.kim).get(f"/issues/new?campaign={campaign}").text
    assert f'<option selected value="{campaign}">' in page
    assert '<option selected value="campaign">' in page
    data = {"title": "그늘", "problem": "문제", "idea": "방안", "effect": "효과", "no_obstacle_expected": "y"}
    sent = data | {"kind": "campaign", "source": "proposal", "campaign": str(campaign)}
    assert as_(cast.kim).post("/issues", data=sent).status_code == 302
    assert db.session.query(Issue).one().campaign_id == campaign
    assert [(row.ideas, row.state) for row in list_campaigns(cast.kim).rows] == [(1, CampaignState.OPEN)]


def test_an_idea_for_a_closed_campaign_is_refused_in_words_and_keeps_what_was_typed(as_, cast, campaign):
    with in_days(20):
        assert open_campaigns() == []
    with transaction():
        kept = db.session.get_one(Campaign, campaign)
        campaigns.close_campaign(actor=cast.choi, campaign=kept, reason=REASON)
    data = {"title": "그늘", "problem": "긴 문제", "idea": "방안", "effect": "효과", "no_obstacle_expected": "y"}
    answer = as_(cast.kim).post("/issues", data=data | {"kind": "campaign", "source": "proposal", "campaign": campaign})
    assert (answer.status_code, "긴 문제" in answer.text, "takes no more ideas" in answer.text) == (422, True, True)


def test_two_who_edit_the_same_campaign_see_both_texts(app, cast, as_):
    with transaction():
        later = clock.today() + timedelta(days=3)
        planned = make.a_campaign(cast.choi, starts_on=later, ends_on=later).id
    days = {"starts_on": later.isoformat(), "ends_on": later.isoformat(), "version": "1"}
    path = f"/issues/campaigns/{planned}/changes"
    assert as_(cast.choi).post(path, data={"title": "먼저 고친 공모", "theme": "온기"} | days).status_code == 302
    late = as_(cast.bae).post(path, data={"title": "늦게 고친 공모", "theme": "온기"} | days)
    found = (late.status_code, "먼저 고친 공모" in late.text, "늦게 고친 공모" in late.text, 'value="2"' in late.text)
    assert found == (409, True, True, True)
    assert db.session.get_one(Campaign, planned).title == "먼저 고친 공모"
