"""The quality benchmark: labelled notes out of real text, judges, and what each gets right."""
