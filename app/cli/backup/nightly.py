"""매일 백업: a backup each night into the instance's backups; older ones beyond a number are removed."""

from datetime import date

from app.cli.backup.creating import create_backup
from app.core import clock
from app.core.instance import backups_dir
from app.core.messages import Message, _
from app.organization.enums import SettingKey
from app.organization.queries import setting

PREFIX = "opum-nightly-"


def back_up(_day: date) -> Message:
    """Write tonight's backup, without the keys, and keep as many as the office has chosen; none: no nightly backup.

    Only files of this job are removed, and only after the new one is whole.
    """
    kept = int(setting(SettingKey.NIGHTLY_BACKUPS))
    if not kept:
        return _("no nightly backup is wanted")
    folder = backups_dir()
    target = folder / f"{PREFIX}{clock.to_seoul(clock.now()):%Y%m%d-%H%M%S}.zip"
    manifest = create_backup(target)
    older = sorted(folder.glob(f"{PREFIX}*.zip"))[:-kept]
    for path in older:
        path.unlink()
    return _(
        "%(file)s written with %(rows)s rows, %(count)s older ones removed",
        file=target.name,
        rows=manifest.row_count,
        count=len(older),
    )
