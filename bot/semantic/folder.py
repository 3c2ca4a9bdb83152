"""The files of a model folder."""

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
TENSORS = "model.safetensors"
