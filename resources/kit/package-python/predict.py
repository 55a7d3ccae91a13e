"""Predicts the rows of ../../examples.json by the package in ../../model and compares with the answers of the workbench.

    pip install -r ../../model/requirements.txt
    python predict.py
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import kit

# The package, whose predict.py has the name of this file.
sys.path.insert(0, str(kit.KIT / "model"))

import package
from encoding import answers, decisions, encode


def predict(contract, rows):
    """One answer a row: predicted and, for classes, the probability of each. For tables, see predict.py of the package."""
    features = package.features()
    scores = answers(features, package.network().predict(encode(features, kit.columns_of(contract, rows)), verbose=0))
    labels = [None] * len(rows) if contract["classes"] is None else decisions(features, scores)
    return [kit.answer(contract, row, label) for row, label in zip(scores, labels)]


if __name__ == "__main__":
    kit.main(lambda contract, examples: predict(contract, examples["rows"]))
