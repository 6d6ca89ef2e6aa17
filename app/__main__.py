"""The program's one entry: `mkt-tagger`, or `python -m app`."""

import sys


def main() -> None:
    """Run the command line. Imports here, so that Ctrl+C while they load is no traceback either."""
    try:
        from app.cli.main import cli
        from app.paths import close_to_others, user_paths

        close_to_others(user_paths())
        cli(prog_name="mkt-tagger")
    except KeyboardInterrupt:
        sys.exit(130)  # as app.cli.endings has it


if __name__ == "__main__":
    main()
