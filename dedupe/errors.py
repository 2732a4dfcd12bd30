"""The errors a user can meet, in one small tree.

SamenoteError
├── UsageError        the call itself is wrong                      (exit code 2)
└── CannotJudgeError  the input or the memory cannot be judged       (exit code 3)
    └── MeaningUnavailable  no model of meaning; words can still be compared
"""


class SamenoteError(Exception):
    """Say what is wrong, where, and what to do now; every error a user meets is one of these."""

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what = what
        self.where = where
        self.do = do
        super().__init__(
            ". ".join(part for part in (f"{where}: {what}" if where else what, do) if part)
        )


class UsageError(SamenoteError):
    """The call cannot be carried out as it was made."""


class CannotJudgeError(SamenoteError):
    """The input was understood as a request, but nothing can be judged from it."""


class MeaningUnavailable(CannotJudgeError):
    """No model of meaning can be used here: a caller goes on without, and says `degraded`."""
