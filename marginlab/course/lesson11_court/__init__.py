"""Lesson 11: published sentences that are run, and what the figures of a crash say of leverage."""
