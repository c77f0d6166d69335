"""The room while a class runs: the stage on the wall, the instructor's console, the learners' seats."""
