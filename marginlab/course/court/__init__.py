"""The claim court: published sentences as cards, each judged by running it."""
