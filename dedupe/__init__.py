"""dedupe decides: text in, judgement out; no file, socket, clock, environment or database."""

from dedupe.decisions import Decision, Exposure, Reason
from dedupe.errors import CannotJudgeError, SamenoteError, UsageError
from dedupe.exemptions import About, Exemption, ExemptKind
from dedupe.fallbacks import folded_fallbacks, generic_filling
from dedupe.fold import fold_text
from dedupe.judgement import Judgement, judge
from dedupe.known import Known, Neighbourhood
from dedupe.marking import Mark, Marked, mark_pair, spans_of
from dedupe.masks import Mask, MaskKind, MaskSource, find_masks, is_public_domain
from dedupe.masks.placeholders import names_a_field
from dedupe.match import PairEvidence, SharedRun, pair_evidence
from dedupe.message import Message, Recipient, normalised_address
from dedupe.own_words import OwnWords, own_words
from dedupe.policy import NOTHING_KNOWN, Memory, Override, Policy
from dedupe.relation import Relation
from dedupe.rules import (
    LOOK_BAR,
    LOOKING,
    MOST_LEAST_WORDS,
    MOST_REACH,
    STOP_BAR,
    STOPPING,
    Bar,
    Rules,
)
from dedupe.sentences import sentence_spans
from dedupe.set_aside import spread_over_masks
from dedupe.settings import Settings
from dedupe.skeleton import Filling, MemberText, SkeletonSlot, skeleton_slots
from dedupe.sketch import Loose, band_keys, loosen, pair_keys, passages, shingles, sketches
from dedupe.verdict import SLOTS_ONLY, MessageMatch, MessageVerdict, Scope, Sent, Verdicts
from dedupe.words import Words, hash_words

__all__ = [
    "LOOKING",
    "LOOK_BAR",
    "MOST_LEAST_WORDS",
    "MOST_REACH",
    "NOTHING_KNOWN",
    "SLOTS_ONLY",
    "STOPPING",
    "STOP_BAR",
    "About",
    "Bar",
    "CannotJudgeError",
    "Decision",
    "ExemptKind",
    "Exemption",
    "Exposure",
    "Filling",
    "Judgement",
    "Known",
    "Loose",
    "Mark",
    "Marked",
    "Mask",
    "MaskKind",
    "MaskSource",
    "Memory",
    "MemberText",
    "Message",
    "MessageMatch",
    "MessageVerdict",
    "Neighbourhood",
    "Override",
    "OwnWords",
    "PairEvidence",
    "Policy",
    "Reason",
    "Recipient",
    "Relation",
    "Rules",
    "SamenoteError",
    "Scope",
    "Sent",
    "Settings",
    "SharedRun",
    "SkeletonSlot",
    "UsageError",
    "Verdicts",
    "Words",
    "band_keys",
    "find_masks",
    "fold_text",
    "folded_fallbacks",
    "generic_filling",
    "hash_words",
    "is_public_domain",
    "judge",
    "loosen",
    "mark_pair",
    "names_a_field",
    "normalised_address",
    "own_words",
    "pair_evidence",
    "pair_keys",
    "passages",
    "sentence_spans",
    "shingles",
    "skeleton_slots",
    "sketches",
    "spans_of",
    "spread_over_masks",
]
