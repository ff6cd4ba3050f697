"""Exports the ledger and prints its peak memory. `python export_worker.py URL INSTANCE FILE DAY`.

First the rows up to the day, then all of them, in one process: whatever the second export needs more shows in the peak.
"""

import resource
import sys
from datetime import date
from pathlib import Path

from app.core.sheets import write_workbook
from app.factory import create_app
from app.mileage.queries.exports import Scope, ledger_sheets


def main(url, instance, file, day):
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=Path(instance))
    with app.app_context():
        for last in (date.fromisoformat(day), None):
            counts = write_workbook(file, ledger_sheets(Scope(last=last)))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            sys.stdout.write(f"{counts['이체']} {peak}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
