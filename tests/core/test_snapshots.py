import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.snapshots import canonical_json, fingerprint, to_plain
from app.evaluation.enums import Phase
from app.evaluation.rules.ranking import Standing

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), text, st.decimals(allow_nan=False, allow_infinity=False), st.dates()
)
contents = st.recursive(
    leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text("abc", max_size=3), inner))
)


def shuffled(value, random):
    if isinstance(value, dict):
        return {key: shuffled(value[key], random) for key in random.sample(list(value), len(value))}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


@given(contents, st.randoms())
def test_the_bytes_do_not_depend_on_the_order_of_the_keys(content, random):
    assert canonical_json(content) == canonical_json(shuffled(content, random))


@given(contents)
def test_what_was_written_reads_and_writes_again_to_the_same_bytes(content):
    once = canonical_json(content)
    assert canonical_json(json.loads(once)) == once
    assert to_plain(json.loads(once)) == to_plain(content)


def test_the_canonical_form():
    content = {
        "b": [Decimal("95.00"), Decimal("1E+2"), Decimal("-0.0"), 3, None, True],
        "a": {"phase": Phase.FINAL, "day": date(2025, 11, 30), 7: "서산"},
    }
    assert canonical_json(content).decode() == (
        '{"a":{"7":"서산","day":"2025-11-30","phase":"final"},"b":["95","100","0",3,null,true]}'
    )


def test_hangul_is_the_same_composed_and_decomposed():
    composed = {"이름": "서산시"}
    decomposed = {normalize("NFD", key): normalize("NFD", value) for key, value in composed.items()}
    assert decomposed != composed
    assert fingerprint(decomposed) == fingerprint(composed)


def test_one_moment_is_one_text():
    seoul = datetime(2025, 7, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert (
        canonical_json([seoul, datetime(2025, 7, 1, tzinfo=UTC)]) == b'["2025-07-01T00:00:00Z","2025-07-01T00:00:00Z"]'
    )


def test_results_are_written_by_their_fields():
    standing = Standing(key=3, peer_group="읍면동", total=Decimal("99.10"), rank=1, field=15)
    assert to_plain(standing) == {"key": 3, "peer_group": "읍면동", "total": "99.1", "rank": 1, "field": 15}


def test_the_fingerprint_is_sha_256_and_sees_every_change():
    assert fingerprint({"a": 1}) == sha256(b'{"a":1}').hexdigest()
    assert len({fingerprint(content) for content in ({"a": 1}, {"a": 2}, {"a": "1"}, {"b": 1}, {"a": None}, {})}) == 6


@pytest.mark.parametrize("content", [1.5, {1, 2}, object(), {True: 1}, {("a",): 1}, [b"x"]])
def test_what_is_no_content_is_refused(content):
    with pytest.raises(TypeError):
        canonical_json(content)


@pytest.mark.parametrize(
    "content",
    [
        Decimal("NaN"),
        Decimal("Infinity"),
        datetime(2025, 1, 1),  # noqa: DTZ001  naive on purpose
        {1: "a", "1": "b"},
        {"각": 1, normalize("NFD", "각"): 2},
        "\ud800",
    ],
)
def test_what_is_ambiguous_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        canonical_json(content)
