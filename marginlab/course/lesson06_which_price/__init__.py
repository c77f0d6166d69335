"""Lesson 6, which price, who pays, and how to leave first."""
