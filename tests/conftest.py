"""What holds for all tests: hypothesis sets no deadline, because no test here is a race."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
