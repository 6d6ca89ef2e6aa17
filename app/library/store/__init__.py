"""All SQL: what is kept, and the shape it is kept in."""
