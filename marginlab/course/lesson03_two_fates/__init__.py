"""Lesson 3, one switch, two fates."""
