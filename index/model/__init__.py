"""Models of meaning on this machine: which one is used, where it lies, whether it is whole."""

from index.model.choice import ChosenModel, choose_model, folder_model
from index.model.e5_folder import E5_NAME, E5_WEIGHTS, prepare_e5
from index.model.integrity import ModelFile, digest_of_folder, faults
from index.model.listing import KnownModel, known_models
from index.model.places import cache_folder

__all__ = [
    "E5_NAME",
    "E5_WEIGHTS",
    "ChosenModel",
    "KnownModel",
    "ModelFile",
    "cache_folder",
    "choose_model",
    "digest_of_folder",
    "faults",
    "folder_model",
    "known_models",
    "prepare_e5",
]
