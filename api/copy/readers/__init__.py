"""Readers: one a file format, each from a source's text to copy units."""
