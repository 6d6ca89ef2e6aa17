"""The command line: each command is a thin call into app.library, with what it prints beside it."""
