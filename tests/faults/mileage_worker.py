"""Posts awards until it is killed. `python mileage_worker.py URL INSTANCE PERSON_ID ROUNDS SEED`.

Each round forks a child that posts without end, one transaction a fact, and writes the source of each answered one
to a pipe; the child is killed with SIGKILL at a random moment. What the pipe held is the journal: it is printed, so
it lives outside the database. The app is loaded once and forked, so that a round takes a blink.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from app.core.database import db, transaction
from app.factory import create_app
from app.mileage import services
from app.mileage.rules.owners import Owner


def main(url, instance, person_id, rounds, seed):
    app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=Path(instance))
    chance = random.Random(seed)  # noqa: S311  a moment, not a secret
    for number in range(rounds):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            post_without_end(app, person_id, number, writer)
        os.close(writer)
        journal = os.read(reader, 100)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while chunk := os.read(reader, 65536):
            journal += chunk
        os.close(reader)
        sys.stdout.buffer.write(journal)
        sys.stdout.buffer.flush()


def post_without_end(app, person_id, number, writer):
    with app.app_context():
        db.engine.dispose(close=False)
        count = 0
        while True:
            source = f"task:{number}:fact-{count}"
            with transaction():
                services.post_award(item_code="P11", owner=Owner.person(person_id), source=source, actor_id=person_id)
            os.write(writer, f"{source}\n".encode())
            count += 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
