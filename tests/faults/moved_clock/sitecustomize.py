"""Found on the path of a process a test starts: its clock, and that of the processes it starts, is the one the test moves.

The file named by MOVED_CLOCK holds the moment that it is now.
"""

import os
from datetime import datetime
from pathlib import Path

from app.core import clock

MOMENT = Path(os.environ["MOVED_CLOCK"])


def moved():
    return clock._fixed.get() or datetime.fromisoformat(MOMENT.read_text())


clock.now = moved
