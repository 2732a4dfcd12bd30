"""The page: a note pasted or uploaded, what others got of it, families, approvals."""
