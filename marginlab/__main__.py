"""`python -m marginlab` is the command `marginlab`."""

import sys

from marginlab.app.command import main

if __name__ == "__main__":
    sys.exit(main())
