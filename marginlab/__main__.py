"""`python -m marginlab` is the command `marginlab`."""

from marginlab.app.command import main

if __name__ == "__main__":
    main()
