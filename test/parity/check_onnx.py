"""Checks files with the onnx package and runs them in onnxruntime: check_onnx.py FOLDER prints one JSON document.

FOLDER/cases.json lists {name, inputs: {column: {type, values}}, scores, labels or null}; FOLDER/NAME.onnx is the file.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime

TYPES = {"float32": numpy.float32, "float64": numpy.float64, "string": object}


def number(value):
    """JSON knows neither NaN nor the infinities."""
    return {"nan": numpy.nan, "inf": numpy.inf, "-inf": -numpy.inf}.get(value, value)


def check(folder, case):
    path = folder / f"{case['name']}.onnx"
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    feeds = {}
    for name, column in case["inputs"].items():
        values = [number(value) for value in column["values"]]
        array = numpy.array(values, dtype=TYPES[column["type"]])
        feeds[name] = array.reshape(column["shape"])
    names = [output.name for output in session.get_outputs()]
    results = dict(zip(names, session.run(names, feeds)))
    wanted = numpy.array([number(value) for value in case["scores"]], dtype=numpy.float64)
    given = results[case["score"]].astype(numpy.float64).reshape(-1)
    scale = numpy.maximum(1, numpy.maximum(numpy.abs(wanted), case["spread"])) if case["labels"] is None else 1
    same = (given == wanted) | (numpy.isnan(given) & numpy.isnan(wanted))
    distance = numpy.where(same, 0, numpy.abs(given - wanted) / scale)
    labels = None if case["labels"] is None else [str(value) for value in results[case["label"]].reshape(-1)]
    changed = 0 if labels is None else sum(a != b for a, b in zip(labels, case["labels"]))
    return {"name": case["name"], "largest": float(distance.max()), "changed": changed}


def main():
    folder = pathlib.Path(sys.argv[1])
    cases = json.loads((folder / "cases.json").read_text("utf-8"))
    print(
        json.dumps(
            {
                "onnx": onnx.__version__,
                "onnxruntime": onnxruntime.__version__,
                "results": [check(folder, case) for case in cases],
            }
        )
    )


main()
