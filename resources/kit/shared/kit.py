"""What the Python examples of a kit share: reading its documents, values of its columns, comparing answers."""

import json
import math
import sys
from datetime import datetime, timezone
from pathlib import Path

KIT = Path(__file__).resolve().parents[2]


def read(name):
    return json.loads((KIT / name).read_text(encoding="utf-8"))


def seconds(text):
    """Seconds since 1970; a moment without a zone is UTC."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return moment.timestamp()


def value(column, given):
    """A JSON value as the model knows it: a number or seconds (NaN for missing), a text ('' for missing), or points (None for missing)."""
    if column["takes"] == "text":
        return "" if given is None else str(given).lower() if isinstance(given, bool) else str(given)
    if column["takes"] == "image":
        return given
    if given is None:
        return math.nan
    return seconds(given) if column["takes"] == "moment" else given


def columns_of(contract, rows):
    """Rows as lists of values by the name of the column."""
    return {column["name"]: [value(column, row[column["name"]]) for row in rows] for column in contract["columns"]}


def answer(contract, scores, label=None):
    """The scores of one row (probabilities, or one number) as examples.json has answers; label: the place of the chosen class."""
    if contract["classes"] is None:
        return {"predicted": float(scores[0])}
    probabilities = dict(zip(contract["classes"], map(float, scores)))
    return {"predicted": contract["classes"][label], "probabilities": probabilities}


def compare(contract, examples, answers):
    """Prints the answers and how far they are from those of the workbench. Returns 0 when they are near enough, else 1."""
    largest = 0.0
    differs = len(answers) != len(examples["expected"])
    for given, expected in zip(answers, examples["expected"]):
        print(json.dumps(given, ensure_ascii=False))
        if contract["classes"] is None:
            difference = abs(given["predicted"] - expected["predicted"]) / max(1.0, abs(expected["predicted"]))
        else:
            pairs = [(given["probabilities"][name], expected["probabilities"][name]) for name in contract["classes"]]
            difference = max(abs(own - theirs) for own, theirs in pairs)
        # "Not above" rather than "below", so that NaN does not pass.
        differs = differs or not difference <= examples["tolerance"]
        largest = max(largest, difference)
    print(f"{len(answers)} rows, largest difference {largest}, allowed {examples['tolerance']}")
    return 1 if differs else 0


def main(predict):
    """Predicts the example rows by `predict(contract, examples)` and ends the program with what the comparison says."""
    contract, examples = read("contract.json"), read("examples.json")
    sys.exit(compare(contract, examples, predict(contract, examples)))
