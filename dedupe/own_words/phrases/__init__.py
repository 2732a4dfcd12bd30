"""What mail programs and firms write around a message, language by language.

Plain data, keyed by language code: to add a language, add its line to each table. Everything is
in lower case; an entry is matched as ``str.lower`` leaves the mail.
"""
