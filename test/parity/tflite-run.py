"""Runs TensorFlow Lite files in Python's interpreter, all rows of a file at once, and prints what they answer.

Standard input: JSON, a list of {path, inputs: {name: {type, shape, values}}}. Standard output, last line: JSON, a list
of {outputs: {name: {shape, values}}}.
"""

import json
import sys

import numpy as np

try:
    from ai_edge_litert.interpreter import Interpreter
except ImportError:
    from tensorflow.lite.python.interpreter import Interpreter


def plain(value):
    """JSON knows neither NaN nor infinity, which come and go as JavaScript writes them."""
    if np.isfinite(value):
        return value
    return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def run(case):
    interpreter = Interpreter(model_path=case["path"])
    runner = interpreter.get_signature_runner("serving_default")
    feeds = {
        name: np.array([float(x) for x in given["values"]]).astype(given["type"]).reshape(given["shape"])
        for name, given in case["inputs"].items()
    }
    results = runner(**feeds)
    return {
        "outputs": {
            name: {"shape": list(value.shape), "values": [plain(x) for x in value.astype(float).ravel().tolist()]}
            for name, value in results.items()
        }
    }


print("\n" + json.dumps([run(case) for case in json.load(sys.stdin)]))
