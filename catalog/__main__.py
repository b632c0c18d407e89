"""``python -m catalog`` is the same as ``catalog``."""

import sys

from catalog.cli import main

sys.exit(main())
