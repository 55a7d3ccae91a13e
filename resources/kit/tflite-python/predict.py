"""Predicts the rows of ../../examples.json in LiteRT and compares with the answers that the workbench gave.

    pip install -r requirements.txt
    python predict.py

The file says itself, in the packed strongroom.json, how raw columns become its inputs: numbers go in as they are, text as ids.
"""

import json
import math
import zipfile

import numpy as np

import kit
from encoding import WORD, pieces

try:
    from ai_edge_litert.interpreter import Interpreter
except ImportError:
    from tensorflow.lite import Interpreter

SECONDS_OF_DAY = 86_400


def pipeline_of(path):
    """What the file says of its inputs: their columns and how each is made."""
    with zipfile.ZipFile(path) as packed:
        return json.loads(packed.read("strongroom.json"))


def made(feature, part, value):
    """One value of a column as an input of the file."""
    if part == "number":
        return [value]
    if part == "image":
        points = (feature["height"], feature["width"], feature["channels"])
        return np.full(points, np.nan) if value is None else value
    if part == "days":
        return [math.nan if math.isnan(value) else math.floor(value / SECONDS_OF_DAY)]
    if part == "second":
        return [math.nan if math.isnan(value) else value - math.floor(value / SECONDS_OF_DAY) * SECONDS_OF_DAY]
    if part == "words":
        counts = [0.0] * len(feature["weights"])
        place_of = dict(zip(feature["vocabulary"], feature["places"]))
        for word in WORD.findall(value):
            if word in place_of:
                counts[place_of[word]] += 1
        return counts
    if part == "tokens":
        return pieces(feature, [value], None)[0]
    # The place in the vocabulary plus one; 0 for what training never saw.
    vocabulary = feature["vocabulary"]
    return [vocabulary.index(value) + 1 if value in vocabulary else 0]


class Predictor:
    def __init__(self, path, contract):
        self.contract = contract
        self.pipeline = pipeline_of(path)
        self.interpreter = Interpreter(model_path=str(path))
        self.run = self.interpreter.get_signature_runner()

    def predict(self, row):
        """The answer for one row: predicted and, for classes, the probability of each."""
        columns = kit.columns_of(self.contract, [row])
        details = self.run.get_input_details()
        features = self.pipeline["fitted"]["features"]
        feeds = {}
        for entry in self.pipeline["inputs"]:
            kind, place, *part = entry["input"].split(":")
            values = made(features[int(place)], part[0] if part else kind, columns[entry["column"]][0])
            feeds[entry["name"]] = np.asarray([values], details[entry["name"]]["dtype"])
        results = self.run(**feeds)
        if self.contract["classes"] is None:
            return kit.answer(self.contract, results["predicted"].reshape(-1))
        label = int(results["predicted"].reshape(-1)[0])
        return kit.answer(self.contract, results["probabilities"].reshape(-1), label)


def of_examples(contract, examples):
    predictor = Predictor(kit.KIT / examples["model"], contract)
    return [predictor.predict(row) for row in examples["rows"]]


if __name__ == "__main__":
    kit.main(of_examples)
