"""기한 설정: the control tower sets other periods from a day on; the versions stay."""

from dataclasses import asdict
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import ClockPresetSet
from app.innovation.models import ClockPreset
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import latest_preset_id
from app.innovation.rules.answers import check_periods, check_valid_from
from app.innovation.rules.clocks import IssueClock
from app.innovation.rules.common import check_reason


def set_clock_preset(
    *, actor: Actor, periods: IssueClock, valid_from: date, reason: str, read_id: int | None
) -> ClockPreset:
    """Write a new version. `read_id` is the version that was seen; `Conflict` if there is a later one."""
    access.require(POLICY, Permission.CLOCK_PRESET_SET, actor)
    check_reason(reason)
    check_valid_from(valid_from, clock.today())
    values = asdict(periods)
    check_periods(
        [count for name, count in values.items() if name.endswith("_days")],
        [count for name, count in values.items() if name.endswith("_years")],
    )
    if latest_preset_id() != read_id:
        raise Conflict(
            _("Another window or somebody else has set periods in the meantime. Look at them and decide anew.")
        )
    preset = ClockPreset(**values, valid_from=valid_from, reason=reason, set_by_id=actor.id, set_at=clock.now())
    db.session.add(preset)
    db.session.flush()
    publish(
        ClockPresetSet(
            actor_id=actor.id,
            clock_preset_id=preset.id,
            valid_from=valid_from.isoformat(),
            periods=tuple(f"{name}: {value}" for name, value in values.items()),
            reason=FreeText(reason),
        )
    )
    return preset
