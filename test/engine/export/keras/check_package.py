"""Compares the Python package with the application. Argument: a folder with cases.json, a list of {folder, columns, rows, answers}."""
import importlib
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root / "package"))
from encoding import answers, encode

results = []
for case in json.loads((root / "cases.json").read_text()):
    features = json.loads((root / case["features"]).read_text())
    network = keras.models.load_model(root / case["network"], compile=False)
    columns = {
        column["name"]: column["values"] if column["kind"] == "text" else np.array([float(value) for value in column["values"]], "float64")
        for column in case["columns"]
    }
    score = answers(features, np.asarray(network(encode(features, columns), training=False))).ravel()
    wanted = np.array(case["answers"], "float64")
    scale = np.maximum(1, np.abs(wanted)) if features["task"] == "regression" else 1
    if features["task"] == "regression":
        scale = np.maximum(scale, np.std(wanted))
    difference = np.abs(score - wanted) / scale
    results.append({"file": case["network"], "difference": float(np.max(difference)) if np.isfinite(difference).all() else None})
(root / "results.json").write_text(json.dumps(results))
