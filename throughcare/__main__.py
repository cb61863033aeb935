"""`python -m throughcare` is the command `throughcare`."""

from throughcare.config.command import main

if __name__ == "__main__":
    main()
