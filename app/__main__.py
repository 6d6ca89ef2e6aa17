"""The program's one entry: `mkt-tagger`, or `python -m app`."""

from app.cli.main import cli
from app.paths import close_to_others, user_paths


def main() -> None:
    close_to_others(user_paths())
    cli(prog_name="mkt-tagger")


if __name__ == "__main__":
    main()
