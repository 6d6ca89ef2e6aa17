"""The program's one entry: `mkt-tagger`, or `python -m app`."""

from app.cli.main import cli


def main() -> None:
    cli(prog_name="mkt-tagger")


if __name__ == "__main__":
    main()
