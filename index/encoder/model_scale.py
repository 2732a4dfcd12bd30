"""What a model's cosines are worth: known for the default model, measured for any other.

Models differ in where unrelated sentences stand: near 0 by some, near .77 by multilingual-e5-small.
Seen from there to 1, likeness looks much the same; so another model gets the default one's scale,
moved. `samenote calibrate` then sets its line on the user's own mail.
"""

from __future__ import annotations

import numpy as np

from dedupe import E5_SCALE, Encoder, MeaningScale
from index.model import E5_NAME

#: Sentences about nothing in common; every model knows their language.
_UNRELATED = (
    "The ferry to the island leaves at half past six in the morning.",
    "Whisk the egg whites until they hold a firm peak.",
    "The committee will vote on the new statutes in March.",
    "Her grandfather repaired clocks in a cellar by the harbour.",
    "Please update the driver before you connect the printer.",
    "The vaccine has to be kept between two and eight degrees.",
    "A heron stood motionless in the shallow water.",
    "The invoice for the roof tiles has been paid in full.",
    "Our choir is looking for two more tenors.",
    "The prisoner was moved to another wing last night.",
    "Sand the table lightly before you apply the varnish.",
    "Inflation slowed to three per cent in the second quarter.",
    "He scored twice in the last five minutes of the match.",
    "The museum shows a collection of Roman glass.",
    "Cut the tomatoes back in August so that the fruit ripens.",
    "The lecture on black holes was full to the last seat.",
)  # fmt: skip

#: The mean cosine of those by multilingual-e5-small.
_E5_MEAN = 0.789


def scale_of(encoder: Encoder) -> MeaningScale:
    """Return the scale of a model; another one than the default encodes some sentences for it."""
    if E5_NAME in encoder.model:
        return E5_SCALE
    vectors = encoder.encode(_UNRELATED)
    cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    return moved(float(cosines.mean()))


def moved(mean: float) -> MeaningScale:
    """Return the default model's scale for one whose unrelated sentences have this cosine."""
    stretch = (1 - mean) / (1 - _E5_MEAN)
    unrelated, same, least = (
        mean + (cosine - _E5_MEAN) * stretch
        for cosine in (E5_SCALE.unrelated, E5_SCALE.same, E5_SCALE.least)
    )
    return MeaningScale(unrelated, same, least=least)
