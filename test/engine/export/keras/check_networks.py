"""Opens networks with Keras and compares what they say. Argument: a folder with cases.json, a list of {file, rows, shape, answers}."""
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

folder = pathlib.Path(sys.argv[1])
results = []
for case in json.loads((folder / "cases.json").read_text()):
    try:
        model = keras.models.load_model(folder / case["file"], compile=False)
        rows = np.array(case["rows"], "float32").reshape(case["shape"])
        answers = np.asarray(model(rows, training=False)).ravel()
        difference = float(np.max(np.abs(answers - np.array(case["answers"], "float32"))))
        results.append({"file": case["file"], "difference": difference, "error": None})
    except Exception as error:
        results.append({"file": case["file"], "difference": None, "error": f"{type(error).__name__}: {error}"[:600]})
(folder / "results.json").write_text(json.dumps({"keras": keras.__version__, "results": results}))
