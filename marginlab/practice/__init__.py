"""Exercises as such: what is asked, how answers are judged, what is kept; it knows theory alone."""
