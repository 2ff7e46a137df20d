"""`python -m reconciler` does what the `reconciler` command does."""

from reconciler.cli import main

if __name__ == "__main__":
    main()
