"""The command `marginlab`: the learner's copy of the course, and what may be wrong with it."""
