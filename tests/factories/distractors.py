"""Ideas of other people, for a corpus to be searched: every thing of an office with every measure it might get."""

import json
from itertools import islice, product
from pathlib import Path

FILE = Path(__file__).parents[1] / "innovation" / "similar" / "distractors.json"


def distractors(count):
    """Return (title, problem, idea) of that many ideas, the same ones every time, no two alike."""
    words = json.loads(FILE.read_text(encoding="utf-8"))
    combined = product(range(len(words["measures"])), range(len(words["things"])), range(len(words["places"])))
    places, things, measures = words["places"], words["things"], words["measures"]
    wanted = ((m, t, p) for m, t, p in combined if (m + t) % len(places) == p or count > len(things) * len(measures))
    for m, t, p in islice(wanted, count):
        (thing, problem), (measure, idea) = things[t], measures[m]
        yield f"{places[p]} {thing} {measure}", f"{problem}.", f"{idea}."
