from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.audit import rules

KEY = b"k" * 32
NOON = datetime(2026, 7, 3, 3, 0, 0, 5, tzinfo=UTC)


def chain_of(count):
    previous, pairs = rules.GENESIS, []
    for seq in range(1, count + 1):
        entry = rules.Entry(seq, NOON + timedelta(minutes=seq), 7, "task_closed", "task", seq, None, "{}", previous)
        previous = rules.sign(KEY, entry)
        pairs.append((entry, previous))
    return pairs


def problems_of(pairs, head_pairs=None, anchors=()):
    seq, last = len(head_pairs or pairs), (head_pairs or pairs)[-1][1]
    check = rules.ChainCheck(KEY, anchors)
    for entry, stored in pairs:
        check.add(entry, stored)
    found = check.finish(rules.Head(seq, last, rules.sign_head(KEY, seq, last)))
    return [str(problem) for problem in found.problems]


def test_the_bytes_of_an_entry_are_fixed():
    entry = rules.Entry(1, NOON, None, "task_closed", "task", 3, 5, '{"이름":"가"}', rules.GENESIS)
    assert rules.canonical(entry).decode() == (
        '[1,"2026-07-03T03:00:00.000005Z",null,"task_closed","task",3,5,"{\\"이름\\":\\"가\\"}","' + "0" * 64 + '"]'
    )


def test_the_moment_is_signed_in_utc():
    assert rules.stamp(NOON.astimezone(timezone(timedelta(hours=9)))) == "2026-07-03T03:00:00.000005Z"


def test_an_event_is_named_after_its_class():
    assert rules.event_name("ObstacleRemoved") == "obstacle_removed"


def test_details_are_canonical():
    assert rules.canonical_details({"나": 1, "가": ["ㄱ"]}) == '{"가":["ㄱ"],"나":1}'


def test_words_are_kept_as_a_keyed_hash():
    hidden = rules.hide_text(KEY, "note", "민원인 홍길동")
    assert hidden.startswith("text:")
    assert len(hidden) == len("text:") + 64
    assert hidden != rules.hide_text(b"x" * 32, "note", "민원인 홍길동")
    assert hidden != rules.hide_text(KEY, "title", "민원인 홍길동")


def test_a_whole_chain_has_no_problems():
    assert problems_of(chain_of(5)) == []


def test_an_empty_chain_without_a_head_has_no_problems():
    assert rules.ChainCheck(KEY).finish(None).ok


@pytest.mark.parametrize("lost", [0, 2, 3])
def test_a_deleted_entry_is_named(lost):
    pairs = chain_of(5)
    assert problems_of(pairs[:lost] + pairs[lost + 1 :], pairs)[0] == f"Entry {lost + 1} is missing."


def test_two_swapped_entries_are_found():
    pairs = chain_of(5)
    pairs[1], pairs[2] = pairs[2], pairs[1]
    assert problems_of(pairs)


def test_a_cut_tail_is_found():
    pairs = chain_of(5)
    assert problems_of(pairs[:3], pairs) == ["The chain ends at entry 3, but 5 were written."]


def test_a_cut_tail_with_a_moved_head_is_found_by_an_anchor():
    pairs = chain_of(5)
    anchors = [rules.Anchor("2026-07-03.json", 5, pairs[4][1])]
    assert problems_of(pairs, anchors=anchors) == []
    assert problems_of(pairs[:3], anchors=anchors) == ["The anchor 2026-07-03.json points to entry 5, which is gone."]


def test_an_unreadable_anchor_is_named():
    anchors = [rules.Anchor("a.json", rules.UNREADABLE, "")]
    assert problems_of(chain_of(1), anchors=anchors) == ["The anchor a.json cannot be read."]


def test_the_list_of_problems_does_not_grow_without_end():
    pairs = [(entry, "f" * 64) for entry, _hash in chain_of(300)]
    assert len(problems_of(pairs)) == rules.MOST_PROBLEMS
