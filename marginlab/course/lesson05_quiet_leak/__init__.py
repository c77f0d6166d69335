"""Lesson 5, the quiet leak."""
