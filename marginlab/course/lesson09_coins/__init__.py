"""Lesson 9: coins that stand behind a position, and whose worth moves with it or by itself."""
