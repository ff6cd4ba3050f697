"""What is found is what a reader with a lot of time would find: every record compared with every word, on both engines."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import transaction
from app.innovation.enums.search import SearchNoun
from app.innovation.queries.search import counted, found_of_kind, kind_by_kind, overview
from app.innovation.rules.search import is_across_words, question_of, searched_form
from tests.factories import innovation as make

TITLES = ("민원 처리 안내", "시민 원탁회의", "민원처리 기간", "처리 안내판", "버스 도착 안내", "Bus-1 민원")
TEXTS = ("민원 처리가 늦다.", "안내가 없다. 100%_", "버스를 기다린다.", "민 원 처리", "조용하다.")
ASKED = (
    "민원",
    "안내",
    "민원 안내",
    "안내 민원 처리",
    "민원처리",
    "처리안내",
    "민원처리 안내",
    "도착안내 버",
    "처리 없",
    "민원 늦다",
    "버스 안내 기다린다",
    "bus-1 늦",
    "100%_ 안내",
    "원탁회의 없다",
    "회의 처리 안내 민원 버스",
)
TABS = ["25", "0", "0", "0", "0"]


@pytest.fixture
def shelf(app, cast):
    """Thirty ideas over three days: (day, id, title, text) in the form in which they are compared."""
    found = []
    for day in range(3):
        with clock.frozen_at(clock.now() + timedelta(days=day)), transaction():
            for number in range(day * 10, day * 10 + 10):
                title, text = TITLES[number % len(TITLES)], TEXTS[number * 7 % len(TEXTS)]
                issue = make.an_issue(
                    cast.kim, title=title, problem=text, idea="알린다.", effect="빨라진다.", expected_obstacle="비용."
                )
                written = [text, "알린다.", "빨라진다.", "비용."]
                found.append((day, issue.id, searched_form([issue.number, title]), searched_form(written)))
    return found


def holds(text, word):
    return word in (text.replace(" ", "") if is_across_words(word) else text)


def by_hand(shelf, typed):
    """Ids in their order: every word in the title first, then the newest."""
    words = question_of(typed).words
    hits = []
    for day, key, title, text in shelf:
        if all(holds(title, word) or holds(text, word) for word in words):
            hits.append((all(holds(title, word) for word in words), day, key))
    return [key for _titled, _day, key in sorted(hits, reverse=True)]


@pytest.mark.parametrize("typed", ASKED)
def test_nothing_is_missed_and_nothing_is_added(shelf, cast, typed):
    question, expected = question_of(typed), by_hand(shelf, typed)
    pages, cursor = [], None
    while not pages or cursor is not None:
        page = found_of_kind(cast.kim, question, SearchNoun.ISSUE, cursor)
        pages += [row.id for row in page.rows]
        cursor = page.next_cursor
        if not page.rows:
            break
    assert pages == expected
    kinds = {kind.noun: kind for kind in overview(cast.kim, question).kinds}
    assert kinds[SearchNoun.ISSUE].count == len(expected)
    assert [row.id for row in kinds[SearchNoun.ISSUE].first] == expected[:5]


@pytest.mark.parametrize("typed", ["민원", "민원 안내", "처리안내"])
def test_one_kind_is_counted_and_shown_with_one_search(shelf, cast, typed):
    question = question_of(typed)
    found, page = kind_by_kind(cast.kim, question, SearchNoun.ISSUE)
    assert [kind.count for kind in found.kinds] == [kind.count for kind in overview(cast.kim, question).kinds]
    assert [kind.count for kind in found.kinds] == [kind.count for kind in counted(cast.kim, question).kinds]
    alone = found_of_kind(cast.kim, question, SearchNoun.ISSUE)
    assert (page.rows, page.next_cursor) == (alone.rows, alone.next_cursor)


def test_a_second_page_keeps_the_counts(cast, as_):
    client = as_(cast.kim)
    with transaction():
        for number in range(25):
            make.an_issue(cast.kim, title=f"주차 {number}")
    first = client.get("/search?q=주차&kind=issue").text
    cursor = found_of_kind(cast.kim, question_of("주차"), SearchNoun.ISSUE).next_cursor
    second = client.get("/search", query_string={"q": "주차", "kind": "issue", "cursor": cursor}).text
    assert (first.count("<mark>"), second.count("<mark>")) == (20, 5)
    assert [re.findall(r'<span class="tab-count">(\d+)', page) for page in (first, second)] == [TABS, TABS]
