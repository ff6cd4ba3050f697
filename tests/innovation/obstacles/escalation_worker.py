"""Escalates what is overdue when told to. `python escalation_worker.py URL INSTANCE MOMENT`.

Says `ready` when the app is loaded, waits for a line, moves the obstacles up and says how many it moved.
"""

import sys
from datetime import datetime
from pathlib import Path

from app.core import clock
from app.core.database import transaction
from app.factory import create_app
from app.innovation.services import obstacles


def say(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(url, instance, moment):
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=Path(instance))
    with app.app_context(), clock.frozen_at(datetime.fromisoformat(moment)):
        say("ready")
        sys.stdin.readline()
        with transaction():
            moved = obstacles.escalate_overdue(clock.today())
        say(moved)


if __name__ == "__main__":
    main(*sys.argv[1:])
