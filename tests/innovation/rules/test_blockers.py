"""Which obstacles of several departments are the same one: a rule one can check by eye."""

from hypothesis import given
from hypothesis import strategies as st

from app.innovation.enums import ObstacleKind
from app.innovation.rules.blockers import Sighting, asked_key, title_words, top_blockers

K = ObstacleKind


def seen(number, kind, asked, title, department):
    return Sighting(number, kind, asked_key(asked), title, department)


def short(groups):
    return [(group.kind, group.asked, group.words, [one.obstacle_id for one in group.sightings]) for group in groups]


def test_spelling_does_not_split_an_office():
    assert asked_key("한국 도로공사") == asked_key(" 한국도로공사 ") == "한국도로공사"
    assert asked_key(None) == ""


def test_particles_and_empty_words_do_not_count():
    assert title_words("사무실을 마련할 예산이 없음") == ("마련할", "사무실", "예산")
    assert title_words("예산의 사무실") == ("사무실", "예산")
    assert title_words("이 것") == ()


def test_the_same_office_asked_makes_one_blocker():
    rows = [
        seen(1, K.OUTSIDE_BODY, "국토교통부", "도로 점용 허가", 1),
        seen(2, K.OUTSIDE_BODY, "국토 교통부", "버스 노선 인가", 2),
        seen(3, K.BUDGET, "국토교통부", "국비 지원", 3),
    ]
    assert short(top_blockers(rows)) == [(K.OUTSIDE_BODY, "국토교통부", (), [1, 2])]


def test_two_words_in_common_make_one_blocker_and_one_word_does_not():
    rows = [
        seen(1, K.BUDGET, "회계과", "사무실을 빌릴 예산이 없음", 1),
        seen(2, K.BUDGET, "기획과", "예산 부족으로 사무실 없음", 2),
        seen(3, K.BUDGET, "재무과", "장비 예산이 없음", 3),
    ]
    assert short(top_blockers(rows)) == [(K.BUDGET, None, ("사무실", "예산"), [1, 2])]


def test_one_department_alone_is_no_blocker():
    rows = [seen(number, K.TIME, "회계과", "휴일 근무", 5) for number in (1, 2, 3)]
    assert top_blockers(rows) == []


def test_the_widest_comes_first_and_ten_are_named():
    wide = [seen(number, K.BUDGET, "예산팀", f"가{number}", number) for number in (1, 2, 3)]
    narrow = [seen(10 + number, K.TECHNOLOGY, "정보통신과", f"나{number}", number) for number in (1, 2)]
    assert [group.departments for group in top_blockers(narrow + wide)] == [3, 2]
    assert [group.departments for group in top_blockers(narrow + wide, limit=1)] == [3]


OFFICES = st.sampled_from(["가과", "나과", "다과"])
TITLES = st.lists(st.sampled_from(["예산", "인력", "사무실", "허가", "야간"]), min_size=1, max_size=4).map(" ".join)
ROWS = st.lists(st.tuples(st.sampled_from([K.BUDGET, K.TIME]), OFFICES, TITLES, st.integers(1, 4)), max_size=25)


@given(ROWS)
def test_no_obstacle_is_counted_twice_and_every_group_shares_what_it_says(rows):
    groups = top_blockers(seen(number, *row) for number, row in enumerate(rows))
    counted = [one.obstacle_id for group in groups for one in group.sightings]
    assert len(counted) == len(set(counted))
    assert len(groups) <= 10
    for group in groups:
        assert group.departments >= 2
        for one in group.sightings:
            assert one.kind is group.kind
            assert (
                one.asked == group.asked if group.asked is not None else set(group.words) <= {*title_words(one.title)}
            )
