"""Where in a file of each kind the picture lies: one parser a container, for content identity.

Each gives the bytes that make the picture, without what a program may write beside it, in a stream
that no two pictures share. Each is linear in the size of the file, whatever the file holds.
"""
