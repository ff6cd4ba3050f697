"""Says which sentences under the given paths have no Korean yet: `python tools/check_parts.py app/mileage templates/mileage`."""

import sys

from messages import known_korean, sentences

wanted = tuple(sys.argv[1:]) or ("",)
korean = known_korean()
missing = [
    (msgid, files)
    for msgid, files in sentences().items()
    if not korean.get(msgid) and any(name.startswith(wanted) for name in files)
]
for msgid, files in missing:
    print(f"{files[0]}: {msgid!r}")
print(f"{len(missing)} without Korean")
sys.exit(1 if missing else 0)
