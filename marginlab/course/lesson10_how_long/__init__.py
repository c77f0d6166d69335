"""Lesson 10: how long a position lives: chances, half-lives, and what a model of prices leaves out."""
