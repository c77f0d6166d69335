"""The instructor's commands, `marginlab teach …`: what they print is computed from the lessons."""
