"""One module a revision; they are never changed once released."""
