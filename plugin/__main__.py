"""`python -m plugin` is `kanelbulle`: how our own processes call each other, wherever the command is installed."""

from plugin.cli import main

if __name__ == "__main__":
    main()
