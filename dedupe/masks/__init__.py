"""Masks: short values that change from one recipient to the next, found in a note's own words."""

from dedupe.masks.find import find_masks
from dedupe.masks.kinds import Mask, MaskKind, MaskSource
from dedupe.masks.public_domains import is_public_domain

__all__ = ["Mask", "MaskKind", "MaskSource", "find_masks", "is_public_domain"]
