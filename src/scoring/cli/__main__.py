"""`python -m scoring.cli`, the same as `scoring`."""

from scoring.cli.verbs import main

main()
