"""The part of a message that its sender wrote for it."""
