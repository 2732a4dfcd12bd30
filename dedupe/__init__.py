"""dedupe decides: text in, judgement out; no file, socket, clock, environment or database."""

from dedupe.aside_runs import AsideRuns, aside_runs
from dedupe.audiences import NOBODY, SEVERAL, Audiences
from dedupe.background import background_levels, background_sample
from dedupe.calibrated_line import (
    LEAST_LINE,
    allowed_notes,
    line_at,
    notes_needed,
    upper_rate,
)
from dedupe.carried_masks import carried_aside, with_carried_masks
from dedupe.centres import LanguageCentres, centred, e5_centres, moved_to
from dedupe.comparison import compare_pairs, cover
from dedupe.compiling import kernel, leaf, part
from dedupe.decisions import Decision, Exposure, Reason
from dedupe.distinct import among, distinct
from dedupe.encoder import EncodedSoFar, Encoder, Vectors
from dedupe.endings import ending_keys, marked_endings
from dedupe.errors import CannotJudgeError, MeaningUnavailable, SamenoteError, UsageError
from dedupe.exemptions import About, Exemption, ExemptKind
from dedupe.fallbacks import folded_fallbacks, generic_filling
from dedupe.families import Families, rough_families, rough_leaders, short_notes
from dedupe.fold import fold_text
from dedupe.judgement import (
    FEW_CANDIDATES,
    MOST_CANDIDATES,
    Judgement,
    Recalled,
    common_text,
    judge,
    judge_recalled,
)
from dedupe.key_parts import (
    KeyParts,
    band_parts,
    key_range,
    pair_parts,
    passage_parts,
    passages_by_range,
)
from dedupe.known import COMMON_FAMILIES, Beyond, Known, Neighbourhood, NothingBeyond
from dedupe.language import language_name, language_of, languages_differ
from dedupe.marking import Mark, Marked, mark_pair, spans_of
from dedupe.masks import Mask, MaskKind, MaskSource, find_masks, is_public_domain
from dedupe.masks.placeholders import names_a_field
from dedupe.match import PairColumns, PairEvidence, SharedRun, pair_evidence, pair_evidences
from dedupe.meaning import Meaning, Reworded, SaidAlike, said_spans
from dedupe.meaning_lines import MeaningLines
from dedupe.meaning_scale import E5_SCALE, AbroadScale, MeaningScale
from dedupe.meetings import addressed
from dedupe.message import Message, Recipient, normalised_address
from dedupe.note import Note, read_again, read_note, read_notes, words_again, words_of
from dedupe.note_keys import PASSAGE_KEYS, NoteKeys
from dedupe.note_sentences import MOST_VALUES, NoteSentences, note_sentences
from dedupe.ordering import stable_order
from dedupe.own_words import OwnWords, own_words
from dedupe.persons import NO_ONE, Persons, are_among, both, everyone, persons
from dedupe.policy import NOTHING_KNOWN, Memory, Override, Policy
from dedupe.ragged import ragged, rows_in_order, sizes_of
from dedupe.rarity import (
    filler_table,
    notes_that_wrote,
    rarity_keys,
    rarity_keys_in_shares,
    weights,
)
from dedupe.related import relate
from dedupe.relation import SHORT_WORDS, Relation
from dedupe.reworded import (
    NoteMeaning,
    RewordedEvidence,
    SentencePair,
    reworded_evidence,
    reworded_score,
    values_of,
)
from dedupe.room import Room, in_memory
from dedupe.rows import Rows
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
from dedupe.sendings import Meeting, Scope, Sendings
from dedupe.sent import Sent
from dedupe.sent_columns import Meetings, meeting_numbers
from dedupe.sentences import sentence_spans
from dedupe.set_aside import aside_with_masks, common_words, spread_over_masks, tried_passages
from dedupe.settings import Settings
from dedupe.skeleton import Filling, MemberText, SkeletonSlot, skeleton_slots
from dedupe.sketch import (
    Keys,
    Loose,
    Passages,
    band_keys,
    loose_words,
    loosen,
    pair_keys,
    passages,
    place_type,
    shingles,
    sketches,
)
from dedupe.stretches import shared_stretches
from dedupe.together import SLOTS_ONLY
from dedupe.verdict import MessageMatch, MessageVerdict, Verdicts
from dedupe.verdict_columns import VerdictColumns, verdicts_together
from dedupe.witnesses import distinct_groups
from dedupe.words import UNITS_PER_WORD, Words, hash_words, joined_words

__all__ = [
    "About",
    "AbroadScale",
    "AsideRuns",
    "Audiences",
    "Bar",
    "Beyond",
    "COMMON_FAMILIES",
    "CannotJudgeError",
    "Decision",
    "E5_SCALE",
    "EncodedSoFar",
    "Encoder",
    "ExemptKind",
    "Exemption",
    "Exposure",
    "FEW_CANDIDATES",
    "Families",
    "Filling",
    "Judgement",
    "KeyParts",
    "Keys",
    "Known",
    "LEAST_LINE",
    "LOOKING",
    "LOOK_BAR",
    "LanguageCentres",
    "Loose",
    "MOST_CANDIDATES",
    "MOST_LEAST_WORDS",
    "MOST_REACH",
    "MOST_VALUES",
    "Mark",
    "Marked",
    "Mask",
    "MaskKind",
    "MaskSource",
    "Meaning",
    "MeaningLines",
    "MeaningScale",
    "MeaningUnavailable",
    "Meeting",
    "Meetings",
    "MemberText",
    "Memory",
    "Message",
    "MessageMatch",
    "MessageVerdict",
    "NOBODY",
    "NOTHING_KNOWN",
    "NO_ONE",
    "Neighbourhood",
    "Note",
    "NoteKeys",
    "NoteMeaning",
    "NoteSentences",
    "NothingBeyond",
    "Override",
    "OwnWords",
    "PASSAGE_KEYS",
    "PairColumns",
    "PairEvidence",
    "Passages",
    "Persons",
    "Policy",
    "Reason",
    "Recalled",
    "Recipient",
    "Relation",
    "Reworded",
    "RewordedEvidence",
    "Room",
    "Rows",
    "Rules",
    "SEVERAL",
    "SHORT_WORDS",
    "SLOTS_ONLY",
    "STOPPING",
    "STOP_BAR",
    "SaidAlike",
    "SamenoteError",
    "Scope",
    "Sendings",
    "Sent",
    "SentencePair",
    "Settings",
    "SharedRun",
    "SkeletonSlot",
    "UNITS_PER_WORD",
    "UsageError",
    "Vectors",
    "VerdictColumns",
    "Verdicts",
    "Words",
    "addressed",
    "allowed_notes",
    "among",
    "are_among",
    "aside_runs",
    "aside_with_masks",
    "background_levels",
    "background_sample",
    "band_keys",
    "band_parts",
    "both",
    "carried_aside",
    "centred",
    "common_text",
    "common_words",
    "compare_pairs",
    "cover",
    "distinct",
    "distinct_groups",
    "e5_centres",
    "ending_keys",
    "everyone",
    "filler_table",
    "find_masks",
    "fold_text",
    "folded_fallbacks",
    "generic_filling",
    "hash_words",
    "in_memory",
    "is_public_domain",
    "joined_words",
    "judge",
    "judge_recalled",
    "kernel",
    "key_range",
    "language_name",
    "language_of",
    "languages_differ",
    "leaf",
    "line_at",
    "loose_words",
    "loosen",
    "mark_pair",
    "marked_endings",
    "meeting_numbers",
    "moved_to",
    "names_a_field",
    "normalised_address",
    "note_sentences",
    "notes_needed",
    "notes_that_wrote",
    "own_words",
    "pair_evidence",
    "pair_evidences",
    "pair_keys",
    "pair_parts",
    "part",
    "passage_parts",
    "passages",
    "passages_by_range",
    "persons",
    "place_type",
    "ragged",
    "rarity_keys",
    "rarity_keys_in_shares",
    "read_again",
    "read_note",
    "read_notes",
    "relate",
    "reworded_evidence",
    "reworded_score",
    "rough_families",
    "rough_leaders",
    "rows_in_order",
    "said_spans",
    "sentence_spans",
    "shared_stretches",
    "shingles",
    "short_notes",
    "sizes_of",
    "skeleton_slots",
    "sketches",
    "spans_of",
    "spread_over_masks",
    "stable_order",
    "tried_passages",
    "upper_rate",
    "values_of",
    "verdicts_together",
    "weights",
    "with_carried_masks",
    "words_again",
    "words_of",
]
