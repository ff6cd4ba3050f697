"""Looks at the timetable as a web server does: the product's own `schedule.start`, once a second. `serving.py URL INSTANCE`."""

import signal
import sys
from pathlib import Path

from app import schedule
from app.factory import create_app


def main(url, instance):
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=Path(instance))
    schedule.LOOK_EVERY_SECONDS = 1
    schedule.start(app)
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
