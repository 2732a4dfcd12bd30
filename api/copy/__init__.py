"""The copy check: does new marketing copy repeat copy that a repository already has?"""
