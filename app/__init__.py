"""MKT Tagger: find your photos by any word, on your own machine."""
