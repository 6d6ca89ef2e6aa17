"""The recipe of mkt-mini, the model that ships with the program."""
