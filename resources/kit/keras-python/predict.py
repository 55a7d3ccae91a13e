"""Predicts the rows of ../../examples.json in Keras and compares with the answers that the workbench gave.

    pip install -r requirements.txt
    python predict.py

The file holds the network alone: encoding.py makes its input out of raw columns, by features.json, and its output into answers.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import json
from pathlib import Path

import keras
import numpy as np

import kit
from encoding import answers, decisions, encode

FEATURES = json.loads((Path(__file__).parent / "features.json").read_text(encoding="utf-8"))


def predict(network, contract, rows):
    """One answer a row: predicted and, for classes, the probability of each."""
    encoded = encode(FEATURES, kit.columns_of(contract, rows))
    scores = answers(FEATURES, network.predict(encoded, verbose=0))
    labels = [None] * len(rows) if contract["classes"] is None else decisions(FEATURES, scores)
    return [kit.answer(contract, row, label) for row, label in zip(scores, labels)]


def of_examples(contract, examples):
    network = keras.models.load_model(kit.KIT / examples["model"], compile=False)
    encoded = encode(FEATURES, kit.columns_of(contract, examples["rows"]))
    # The workbench's own encoding of the same rows.
    print(f"encoded columns: largest difference {np.abs(encoded - np.asarray(examples['encoded'])).max()}")
    return predict(network, contract, examples["rows"])


if __name__ == "__main__":
    kit.main(of_examples)
