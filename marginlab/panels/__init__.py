"""What a learner moves: one module for the panels of each theme, named like its figures."""
