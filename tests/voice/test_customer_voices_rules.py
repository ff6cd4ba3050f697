"""Rules of the customer's voice: words, tone, groups, masks, periods. No database."""

from datetime import datetime, timedelta
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SEOUL
from app.core.errors import Refused
from app.voice.enums.customer_voices import LegalKind
from app.voice.rules import voice_clock as clocks
from app.voice.rules.personal_data import MASK, looks_personal, masked
from app.voice.rules.voice_clusters import Said, clusters_of
from app.voice.rules.voice_words import entries, rising_words, stem, tone_of, words_of
from app.voice.rules.work_calendars import WorkCalendar

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
CALENDAR = WorkCalendar(frozenset())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("버스정류장에 가로등이 없어요.", ("버스정류장", "가로등")),
        ("주차장이 좁고 주차장에서 사고가 났습니다", ("주차장", "좁고", "사고")),
        ("<script>alert(1)</script> 보도블록이 깨졌습니다", ("script", "alert", "보도블록", "깨졌")),
        ("", ()),
        ("!!! 123 ㅋㅋㅋ", ()),
    ],
)
def test_words_lose_their_particles_and_stop_words(text, words):
    assert words_of(text) == words


def test_a_particle_is_cut_only_where_two_syllables_remain():
    assert (stem("도로를"), stem("도로"), stem("가로등이")) == ("도로", "도로", "가로등")


def test_unkind_is_not_kind():
    assert tone_of("정말 불친절합니다").balance < 0 < tone_of("친절하게 안내해 주셔서 감사합니다").balance
    assert tone_of("접수 방법을 알려 주세요").balance == 0


def test_the_lists_share_no_entry():
    assert not set(entries("positive")) & set(entries("negative"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("연락처 010-1234-5678 입니다", f"연락처 {MASK} 입니다"),
        ("01012345678로 전화 주세요", f"{MASK}로 전화 주세요"),
        ("900101-1234567", MASK),
        ("041-660-2114 로 걸었는데", f"{MASK} 로 걸었는데"),
        ("me.kim@example.com 으로", f"{MASK} 으로"),
        ("2026년 11월 22일 14시 300원", "2026년 11월 22일 14시 300원"),
        ("버스 310번, 정류장 29-123", "버스 310번, 정류장 29-123"),
    ],
)
def test_numbers_of_people_are_masked_and_others_are_not(text, kept):
    assert masked(text)[0] == kept
    assert looks_personal(text) is (kept != text)


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text):
    once = masked(text)[0]
    assert masked(once) == (once, 0)


def test_a_word_rises_against_its_mean():
    found = rising_words({"침수": 6, "도로": 4, "버스": 2}, {"침수": 8, "도로": 40, "버스": 0})
    assert [(one.word, one.now, one.before) for one in found] == [("침수", 6, Decimal(1))]


def test_same_and_similar_voices_form_a_group():
    said = [
        Said(1, ("수도요금", "휴일", "정산"), 2),
        Said(2, ("휴일", "수도요금", "정산", "이사")),
        Said(3, ("가로등", "고장")),
    ]
    assert clusters_of(said) == [(3, (1, 2), ("수도요금", "휴일", "정산"))]


def test_five_thousand_texts_with_one_word_in_common_cost_little():
    begun = process_time()
    words = [Said(number, ("도로", f"가{number}", f"나{number}", f"다{number}")) for number in range(5_000)]
    assert list(clusters_of(words)) == []
    assert process_time() - begun < 5


@pytest.mark.parametrize(
    ("legal", "due"),
    [
        (LegalKind.GRIEVANCE, datetime(2026, 11, 24, 23, 59, tzinfo=SEOUL)),
        (LegalKind.INQUIRY, datetime(2026, 11, 24, 23, 59, tzinfo=SEOUL)),
        (LegalKind.LAW_INQUIRY, datetime(2026, 12, 3, 23, 59, tzinfo=SEOUL)),
        (LegalKind.SUGGESTION, datetime(2026, 12, 3, 23, 59, tzinfo=SEOUL)),
        (LegalKind.OTHER, datetime(2026, 11, 16, 14, 0, tzinfo=SEOUL)),
        (LegalKind.NONE, None),
    ],
)
def test_each_kind_of_affair_has_its_period(legal, due):
    assert clocks.due_at(MONDAY, legal, CALENDAR) == due


def test_a_period_is_extended_once_in_time_and_by_at_most_itself():
    due = clocks.due_at(MONDAY, LegalKind.GRIEVANCE, CALENDAR)
    extended = clocks.due_at(MONDAY, LegalKind.GRIEVANCE, CALENDAR, extension=7)
    assert extended == datetime(2026, 12, 3, 23, 59, tzinfo=SEOUL)
    check = clocks.check_extension
    check(LegalKind.GRIEVANCE, 7, extended_before=False, due=due, now=MONDAY)
    for amount, before, now in (
        (8, False, MONDAY),
        (0, False, MONDAY),
        (3, True, MONDAY),
        (3, False, due + timedelta(1)),
    ):
        with pytest.raises(Refused):
            check(LegalKind.GRIEVANCE, amount, extended_before=before, due=due, now=now)


def test_the_last_minute_is_in_time():
    due = clocks.due_at(MONDAY, LegalKind.GRIEVANCE, CALENDAR)
    assert not clocks.is_late(due, due + timedelta(seconds=59))
    assert clocks.is_late(due, due + timedelta(minutes=1))
    assert not clocks.is_late(None, due)
