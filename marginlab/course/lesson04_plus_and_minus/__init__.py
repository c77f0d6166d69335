"""Lesson 4, the plus and the minus."""
