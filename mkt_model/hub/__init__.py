"""Models from elsewhere: which can be fetched, fetching one, reading published weights."""
