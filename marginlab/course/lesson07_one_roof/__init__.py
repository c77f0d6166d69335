"""Lesson 7, one roof, many rooms."""
