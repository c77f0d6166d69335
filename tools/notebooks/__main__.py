"""`python -m tools.notebooks` is build.py."""

import sys

from tools.notebooks.build import main

sys.exit(main())
