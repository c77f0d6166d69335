"""Lesson 1, whose money is it?."""
