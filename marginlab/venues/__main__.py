"""Which rules of venues want reading again: `python -m marginlab.venues 2027-06-01`.

Lists the rules that were last read more than 180 days before that day. The day is handed in; the
machine's clock is not asked.
"""

from __future__ import annotations

import sys
from datetime import date

from marginlab.venues import VENUES, read_before

DAYS = 180


def main(arguments: list[str]) -> int:
    """Print a line for each such rule; 0 where there is none, 1 where there is, 2 for nonsense."""
    try:
        (text,) = arguments
        day = date.fromisoformat(text)
    except ValueError:
        given = " ".join(arguments) or "left out"
        print(f"day was {given}; one day as YYYY-MM-DD is needed", file=sys.stderr)
        return 2
    old = read_before((rule for venue in VENUES for rule in venue.rules()), day, days=DAYS)
    for venue, name, says, source in old:
        print(f"{source.read}  {venue}, {name.replace('_', ' ')}: {says} - {source}")
    print(f"{len(old)} rules were read more than {DAYS} days before {day}")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
