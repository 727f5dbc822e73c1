"""``python -m evaluering``."""

from evaluering.cli import main

if __name__ == "__main__":
    main()
