"""Searching: what is found, in which order, by whom, and what it costs."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import Sensitivity
from app.innovation.enums.search import SearchNoun
from app.innovation.models import SearchGram, SearchText
from app.innovation.queries.search import found_of_kind, overview
from app.innovation.rules.search import question_of
from app.innovation.services import cases, obstacles, slogans
from app.innovation.services.issues import withdraw_issue
from app.innovation.services.search import index_missing_for_search, renew_search_index
from app.innovation.services.tasks import Framing, edit_framing
from tests.commands import runner
from tests.factories import cases as shelf
from tests.factories import innovation as make
from tests.factories import innovation_c as wall
from tests.statements import count_statements

ORDINARY = {"problem": "기다린다.", "idea": "알린다.", "effect": "빨라진다.", "expected_obstacle": "비용이 든다."}


def titles(actor, typed, noun=SearchNoun.ISSUE):
    rows = found_of_kind(actor, question_of(typed), noun).rows
    return ["".join(piece for piece, _hit in row.title) for row in rows]


def counts(actor, typed):
    return {kind.noun.value: kind.count for kind in overview(actor, question_of(typed)).kinds if kind.count}


def issue(actor, title, **changes):
    return make.an_issue(actor, title=title, **(ORDINARY | changes))


@pytest.fixture
def office(app, cast):
    with transaction():
        issue(cast.kim, "버스 도착 안내판")
        issue(cast.park, "민원 처리 기간 줄이기", idea="스마트 창구를 연다. Smart Desk.")
        issue(cast.han, "시민 원탁회의", problem="민원처리가 늦다. 100%_가 아니다. O'Neil \\ 서식")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("민원", ["민원 처리 기간 줄이기", "시민 원탁회의"]),
        ("민원 처리", ["민원 처리 기간 줄이기", "시민 원탁회의"]),
        ("민원처리", ["민원 처리 기간 줄이기", "시민 원탁회의"]),
        ("처리 민원 늦다", ["시민 원탁회의"]),
        ("원탁", ["시민 원탁회의"]),
        ("SMART desk", ["민원 처리 기간 줄이기"]),
        ("ｓｍａｒｔ", ["민원 처리 기간 줄이기"]),
        ("버스 도", ["버스 도착 안내판"]),
        ("2026-0001", ["버스 도착 안내판"]),
        ("2026-제1호", []),
        ("100%_", ["시민 원탁회의"]),
        ("100__", []),
        ("O'Neil", ["시민 원탁회의"]),
        ("\\ 서식", ["시민 원탁회의"]),
        ("' OR 1=1 --", []),
        ("버스 민원", []),
        ("김하늘", []),
    ],
)
def test_every_word_must_occur_and_the_title_comes_first(office, cast, typed, expected):
    assert titles(cast.kim, typed) == expected


def test_the_newest_comes_first_among_equals(app, cast):
    with transaction():
        issue(cast.kim, "가로등 밝기")
        issue(cast.kim, "가로등 색")
    with clock.frozen_at(clock.now() + timedelta(days=1)), transaction():
        issue(cast.kim, "다른 일", problem="가로등이 어둡다.")
    assert titles(cast.kim, "가로등") == ["가로등 색", "가로등 밝기", "다른 일"]


def test_pages_follow_one_another_without_gap(app, cast):
    with transaction():
        made = [
            issue(cast.kim, f"주차장 {number}" if number % 2 else f"골목 {number}", problem="주차장이 좁다.").id
            for number in range(45)
        ]
    found, cursor = [], None
    for _page in range(3):
        page = found_of_kind(cast.kim, question_of("주차장"), SearchNoun.ISSUE, cursor)
        found += [row.id for row in page.rows]
        cursor = page.next_cursor
    assert cursor is None
    titled, in_the_text = made[1::2], made[::2]
    assert found == [*reversed(titled), *reversed(in_the_text)]


@pytest.mark.parametrize("cursor", ["", "x", "W10=", "WzEsMiwzXQ==", "가"])
def test_a_made_up_cursor_finds_nothing(office, cast, cursor):
    assert found_of_kind(cast.kim, question_of("민원"), SearchNoun.ISSUE, cursor).rows == []


def test_every_noun_is_found_by_its_own_words(app, cast):
    with transaction():
        issue(cast.kim, "그늘막 순서")
        make.a_task(cast, title="그늘막 놓기")
        wall.obstacle_of(cast, title="그늘막 예산 없음")
        slogans.submit_slogan(actor=cast.kang, slogan=wall.slogan_of(cast, text="그늘막 같은 행정"))
        shelf.published_case(cast, title="그늘막을 놓다")
    assert counts(cast.choi, "그늘막") == {"issue": 1, "task": 1, "obstacle": 1, "slogan": 1, "case": 1}


def test_changed_words_are_found_and_earlier_ones_are_not(app, cast):
    with transaction():
        task = make.a_task(cast, title="가나다 과제")
        obstacle = wall.obstacle_of(cast, task=task, title="라마바 장애")
        slogan = wall.slogan_of(cast, text="사아자 슬로건")
        case = shelf.case_of(cast, title="차카타 사례")
    with transaction():
        framing = Framing(title="바뀐 과제", summary="새 요약", field=None, ratings={}, values=())
        edit_framing(actor=cast.choi, task=task, framing=framing)
        slogans.change_slogan(actor=cast.kang, slogan=slogan, content=wall.slogan_content(text="바뀐 슬로건"))
        content = shelf.content_of(title="바뀐 사례")
        cases.change_case(actor=cast.kim, case=case, content=content, seen_version=case.version)
        obstacles.write_strategy(obstacle=obstacle, actor=cast.kim, strategy="바뀐 전략으로 서로 이익을 나눈다.")
    assert counts(cast.choi, "바뀐") == {"task": 1, "obstacle": 1, "slogan": 1, "case": 1}
    assert [counts(cast.choi, word) for word in ("가나다", "라마바", "사아자", "차카타")] == [
        {},
        {"obstacle": 1},
        {},
        {},
    ]


def test_nobody_finds_what_they_may_not_read(app, cast):
    with transaction():
        secret = issue(cast.kim, "철회한 제안 다람쥐")
        withdraw_issue(actor=cast.kim, issue=secret, reason="다시 생각해 보겠습니다.")
        wall.obstacle_of(cast, title="다람쥐 인사 문제", sensitivity=Sensitivity.RESTRICTED)
        wall.slogan_of(cast, text="다람쥐처럼 빠르게")
        shelf.case_of(cast, title="다람쥐 사례 초안")
    assert counts(cast.han, "다람쥐") == {}
    assert counts(cast.kim, "다람쥐") == {"issue": 1, "obstacle": 1, "slogan": 1, "case": 1}
    assert counts(cast.choi, "다람쥐") == {"issue": 1, "obstacle": 1, "slogan": 1, "case": 1}
    assert counts(cast.shin, "다람쥐") == {}


def test_a_hidden_author_is_not_found_by_name_or_department(app, cast):
    with transaction():
        make.an_issue(cast.kim, blind=True)
    assert [counts(cast.choi, word) for word in ("김하늘", "교통과", "그늘막")] == [{}, {}, {"issue": 1}]


def test_more_than_a_hundred_is_said_as_such(as_, app, cast):
    with transaction():
        for number in range(102):
            issue(cast.kim, f"가로수 {number}")
    assert counts(cast.kim, "가로수") == {"issue": 101}
    page = as_(cast.kim).get("/search?q=가로수").text
    assert ("100+" in page, "more than 100" in page) == (True, True)


def test_older_records_come_into_the_index(office, cast):
    with transaction() as session:
        session.query(SearchGram).delete()
        session.query(SearchText).delete()
    assert titles(cast.kim, "민원") == []
    with transaction():
        assert [index_missing_for_search(2), index_missing_for_search(), index_missing_for_search()] == [2, 1, 0]
    assert titles(cast.kim, "민원") == ["민원 처리 기간 줄이기", "시민 원탁회의"]


def test_the_index_is_mended_and_stays_as_it_is_otherwise(app, office, cast):
    first, second, _third = sorted(row.record_id for row in db.session.query(SearchText))
    whole = sorted(db.session.query(SearchGram.gram, SearchGram.record_id, SearchGram.in_title).all())
    with transaction() as session:
        session.query(SearchText).filter_by(record_id=first).update({"title": "틀린 글"})
        session.query(SearchGram).filter_by(record_id=first, in_title=True).delete()
        session.query(SearchGram).filter_by(record_id=second).delete()
        session.query(SearchText).filter_by(record_id=second).delete()
    with transaction():
        last = renew_search_index(SearchNoun.ISSUE)
        assert renew_search_index(SearchNoun.ISSUE, after=last) is None
    there = sorted(db.session.query(SearchGram.gram, SearchGram.record_id, SearchGram.in_title).all())
    assert [row for row in whole if row not in there] == []
    assert runner(app)("innovation", "index-search").exit_code == 0


def test_the_page_shows_marks_tabs_and_sentences(as_, office, cast):
    client = as_(cast.kim)
    page = client.get("/search?q=민원").text
    assert "<mark>민원</mark> 처리 기간" in page
    assert 'href="/search?q=%EB%AF%BC%EC%9B%90&amp;kind=issue"' in page
    assert "Nothing found" in client.get("/search?q=없는말").text
    assert "Type at least two letters" in client.get("/search?q=가").text
    assert "too long" in client.get("/search", query_string={"q": "민원" * 150}).text
    assert client.get("/search?q=민원&kind=nonsense").status_code == 200
    assert client.get("/search", query_string={"q": "\u202e%_\\'\"<b>"}).status_code == 200
    assert 'action="/search"' in client.get("/issues").text


@pytest.mark.parametrize("path", ["/search?q=민원", "/search?q=민원 처리 기간", "/search?q=민원&kind=issue"])
def test_the_page_costs_the_same_for_one_and_three(as_, app, cast, path):
    client = as_(cast.kim)
    with transaction():
        issue(cast.kim, "민원 처리 기간")
    with count_statements() as one:
        assert "<mark>" in client.get(path).text
    with transaction():
        issue(cast.kim, "민원 처리 기간")
        issue(cast.park, "민원 처리 기간")
    with count_statements() as three:
        client.get(path)
    assert (len(one), len(three) <= 5) == (len(three), True)
