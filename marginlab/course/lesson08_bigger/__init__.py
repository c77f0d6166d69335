"""Lesson 8: what grows faster than a position: its requirement, in tiers, and its liquidation, in steps."""
