"""What floats round away, each as a share of what is compared; a smaller difference is none."""

from __future__ import annotations

ROUNDING = 1e-9  # of an amount: sums of money that are equal, ties included, are so in floats too
HAIR = 1e-12  # of a price or a size: one that was computed in a step or two, as a tier's edge is
DIGITS = 1e-15  # of an amount: below the last digit that a float has
