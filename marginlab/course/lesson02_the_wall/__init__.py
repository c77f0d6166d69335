"""Lesson 2, where the wall stands."""
