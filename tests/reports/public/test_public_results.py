"""Without an account everybody reads what the office ticked: nothing before, nothing under embargo, no person."""

import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.core.visits import Allowance
from app.evaluation.models import PublicShowing
from app.evaluation.rules.public_showings import Showing
from app.evaluation.services.public_showings import set_showing
from app.reports.routes import public_results
from tests.factories import appeals as made
from tests.factories.innovation_c import approved_slogan

EVERYTHING = Showing(names=True, ranks=True, grades=True, totals=True, slogans=True)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def record(cast, app):
    with transaction():
        approved_slogan(cast)
        return made.round_with_results(cast)[0]


def show(cast, record, showing):
    with transaction():
        set_showing(actor=cast.choi, record=record, showing=showing)


def test_nothing_is_public_before_somebody_ticks_it(cast, anonymous, record):
    assert record.name not in text_of(anonymous.get("/public/results"))
    assert anonymous.get(f"/public/results/{record.id}").status_code == 404


@pytest.mark.parametrize("wrong", [Showing(ranks=True), Showing(totals=True), Showing(names=True, slogans=True)])
def test_a_showing_nobody_may_choose_is_refused_by_service_and_database(cast, record, wrong):
    with pytest.raises(Refused), transaction():
        set_showing(actor=cast.choi, record=record, showing=wrong)
    row = PublicShowing(round_id=record.id, set_by_id=cast.choi.id, set_at=clock.now(), **asdict(wrong))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(row)


def test_what_is_ticked_is_shown_and_nothing_else(cast, anonymous, record):
    url = f"/public/results/{record.id}"
    show(cast, record, EVERYTHING)
    page = text_of(anonymous.get(url))
    assert all(word in page for word in ("교통과", "민원봉사과", "88.00", "1 / 2", "기다림은 줄이고"))
    assert record.name in text_of(anonymous.get("/public/results"))
    show(cast, record, Showing(names=True, grades=True))
    page = text_of(anonymous.get(url))
    assert "교통과" in page
    assert not any(word in page for word in ("88.00", "1 / 2", "기다림은"))
    show(cast, record, Showing(grades=True))
    assert "교통과" not in text_of(anonymous.get(url))
    show(cast, record, Showing(slogans=True))
    page = text_of(anonymous.get(url))
    assert "기다림은 줄이고" in page
    assert not any(word in page for word in ("88.00", "1 / 2"))
    show(cast, record, Showing())
    assert anonymous.get(url).status_code == 404


def test_no_person_is_named(cast, anonymous, record):
    show(cast, record, EVERYTHING)
    page = text_of(anonymous.get(f"/public/results/{record.id}"))
    names = ("최관제", "이소나무", "강나루", "윤바위", "서시내", "배조율")
    assert [name for name in names if name in page] == []


def test_nothing_is_public_under_embargo(cast, anonymous, app):
    release_at = clock.now() + timedelta(days=1)
    with transaction():
        record = made.round_with_results(cast, "2026-E", release_at=release_at)[0]
    show(cast, record, EVERYTHING)
    assert anonymous.get(f"/public/results/{record.id}").status_code == 404
    with clock.frozen_at(release_at):
        assert anonymous.get(f"/public/results/{record.id}").status_code == 200


def test_it_speaks_both_languages_and_carries_the_headers(cast, anonymous, record):
    show(cast, record, EVERYTHING)
    anonymous.set_cookie("opum_language", "en")
    answer = anonymous.get(f"/public/results/{record.id}")
    assert "Departments are compared" in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers


def test_only_the_control_tower_ticks(cast, record):
    for actor in (cast.lee, cast.goh, cast.gam, cast.jung):
        with pytest.raises(Denied):
            set_showing(actor=actor, record=record, showing=Showing(grades=True))


@pytest.mark.parametrize("showing", [Showing(ranks=True), Showing(totals=True), Showing(names=True)])
def test_ranks_without_names_and_names_without_anything_are_refused(cast, write, record, showing):
    with pytest.raises(Refused):
        set_showing(actor=cast.choi, record=record, showing=showing)


def test_the_page_of_ticks_shows_what_holds(cast, as_, record):
    client, url = as_(cast.choi), f"/rounds/{record.id}/public-showing"
    assert client.post(url, data={"ranks": "y"}).status_code == 422
    assert client.post(url, data={"ranks": "y", "names": "y"}).status_code == 302
    assert len(re.findall(r"checked", client.get(url).text)) == 2


def test_an_address_that_comes_too_often_waits(anonymous, monkeypatch):
    monkeypatch.setattr(public_results, "PUBLIC", Allowance("public", 2, 60))
    codes = [anonymous.get("/public/results").status_code for _visit in range(3)]
    assert codes == [200, 200, 429]
