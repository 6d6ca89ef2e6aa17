"""The command line with the colour encoder, as a program: python -m tests.colour_program COMMAND...

For what has to be a process of its own, to be killed or to run beside others. The home of
MKT_TAGGER_HOME needs the model, by colour_encoder.add_model, and settings that name it.
"""

from app.library import default_words
from app.library.model import encoder, words
from tests.colour_encoder import SMALL_VOCABULARY, ColourEncoder, word_list


def stand_in() -> None:
    """In this process every model is the colour encoder, and the word lists are short."""
    encoder.load = lambda info, device, batch: ColourEncoder()
    words.word_list = word_list
    default_words.default_vocabulary = lambda: SMALL_VOCABULARY


if __name__ == "__main__":
    from app.cli.main import cli

    stand_in()
    cli(prog_name="mkt-tagger")
