"""The small files of the folder of multilingual-e5-small: configuration, and where it is from."""

from __future__ import annotations

import json

from index.model.e5_package import TOKENIZER, WEIGHTS

_MODULES = (
    ("base.modules.transformer.Transformer", ""),
    ("sentence_transformer.modules.pooling.Pooling", "1_Pooling"),
    ("base.modules.normalize.Normalize", "2_Normalize"),
)
_BERT = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "dtype": "float16",
    "hidden_act": "gelu",
    "hidden_size": 384,
    "intermediate_size": 1536,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "pad_token_id": 1,
    "type_vocab_size": 2,
    "vocab_size": 250037,
}
_SENTENCE_TRANSFORMERS = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "query: ", "passage": "passage: "},
    "default_prompt_name": "query",
    "similarity_fn_name": "cosine",
}
_TRANSFORMER = {
    "transformer_task": "feature-extraction",
    "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
    "module_output_name": "token_embeddings",
}
_TOKENIZER = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": 512,
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
_POOLING = {"embedding_dimension": 384, "pooling_mode": "mean", "include_prompt": True}
_NORMALIZE = {
    "module_input_name": "sentence_embedding",
    "module_output_name": "sentence_embedding",
}
_SOURCE = f"""multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT)
weights: {WEIGHTS.path} of {WEIGHTS.requirement} (MIT), 4 bits unpacked to float16
tokenizer: {TOKENIZER.path} of {TOKENIZER.requirement} (MIT)
Made by samenote; this folder can be deleted and is made again when needed.
"""


def small_files() -> dict[str, str]:
    """Return the text of each small file by its path, as sentence-transformers 6 reads them."""
    modules = [
        {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.{kind}"}
        for place, (kind, path) in enumerate(_MODULES)
    ]
    tables = {
        "modules.json": modules,
        "config.json": _BERT,
        "config_sentence_transformers.json": _SENTENCE_TRANSFORMERS,
        "sentence_bert_config.json": _TRANSFORMER,
        "tokenizer_config.json": _TOKENIZER,
        "1_Pooling/config.json": _POOLING,
        "2_Normalize/config.json": _NORMALIZE,
    }
    made = {name: json.dumps(table, indent=1) + "\n" for name, table in tables.items()}
    return {**made, "SOURCE.txt": _SOURCE}
