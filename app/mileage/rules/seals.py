"""봉인: a keyed hash over everything a row of the ledger says, so that a changed row betrays itself."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

SEALED = (
    "kind",
    "debit_account_id",
    "credit_account_id",
    "points",
    "cut_off",
    "debit_balance",
    "credit_balance",
    "item_id",
    "item_code",
    "source",
    "department_id",
    "occurred_on",
    "posted_at",
    "actor_id",
    "claim_id",
    "reverses_id",
    "reason_code",
    "reason",
    "rule",
)


def seal(key: bytes, row: Mapping[str, object], columns: Sequence[str] = SEALED) -> str:
    """Return HMAC-SHA-256 (hex) over the canonical JSON of the sealed columns."""
    canonical = json.dumps(
        {name: _plain(row[name]) for name in columns}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hmac.new(key, canonical.encode(), sha256).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value
