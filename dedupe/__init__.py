"""dedupe decides: text in, judgement out; no file, socket, clock, environment or database."""

from dedupe.encoder import Encoder, Vectors
from dedupe.errors import CannotJudgeError, MeaningUnavailable, SamenoteError, UsageError
from dedupe.fallbacks import folded_fallbacks, generic_filling
from dedupe.fold import fold_text
from dedupe.judgement import Judgement, judge
from dedupe.known import Known, Neighbourhood
from dedupe.marking import Mark, Marked, mark_pair, spans_of
from dedupe.masks import Mask, MaskKind, MaskSource, find_masks, is_public_domain
from dedupe.match import PairEvidence, SharedRun, pair_evidence
from dedupe.message import Message, Recipient, normalised_address
from dedupe.own_words import OwnWords, own_words
from dedupe.policy import Decision, Exposure, Policy, Reason
from dedupe.relation import Relation
from dedupe.reworded import (
    E5_SCALE,
    MeaningScale,
    NoteMeaning,
    RewordedEvidence,
    SentencePair,
    background_levels,
    reworded_evidence,
    values_of,
)
from dedupe.sentences import sentence_spans
from dedupe.set_aside import spread_over_masks
from dedupe.settings import Settings
from dedupe.skeleton import Filling, MemberText, SkeletonSlot, skeleton_slots
from dedupe.sketch import Loose, band_keys, loosen, pair_keys, passages, shingles, sketches
from dedupe.verdict import SLOTS_ONLY, MessageMatch, MessageVerdict, Scope, Sent, Verdicts
from dedupe.words import Words, hash_words

__all__ = [
    "E5_SCALE",
    "SLOTS_ONLY",
    "CannotJudgeError",
    "Decision",
    "Encoder",
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
    "MeaningScale",
    "MeaningUnavailable",
    "MemberText",
    "Message",
    "MessageMatch",
    "MessageVerdict",
    "Neighbourhood",
    "NoteMeaning",
    "OwnWords",
    "PairEvidence",
    "Policy",
    "Reason",
    "Recipient",
    "Relation",
    "RewordedEvidence",
    "SamenoteError",
    "Scope",
    "Sent",
    "SentencePair",
    "Settings",
    "SharedRun",
    "SkeletonSlot",
    "UsageError",
    "Vectors",
    "Verdicts",
    "Words",
    "background_levels",
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
    "normalised_address",
    "own_words",
    "pair_evidence",
    "pair_keys",
    "passages",
    "reworded_evidence",
    "sentence_spans",
    "shingles",
    "skeleton_slots",
    "sketches",
    "spans_of",
    "spread_over_masks",
    "values_of",
]
