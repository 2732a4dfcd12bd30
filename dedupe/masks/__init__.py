"""Masks: short values that change from one recipient to the next, found in a note's own words."""

from dedupe.masks.find import OwnText, find_masks, find_masks_of
from dedupe.masks.kinds import Mask, MaskKind, MaskSource
from dedupe.masks.public_domains import is_public_domain

__all__ = [
    "Mask",
    "MaskKind",
    "MaskSource",
    "OwnText",
    "find_masks",
    "find_masks_of",
    "is_public_domain",
]
