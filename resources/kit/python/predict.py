"""Predicts the rows of ../../examples.json and compares with the answers that the workbench gave.

    pip install -r requirements.txt
    python predict.py
"""

import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import onnxruntime as ort

KIT = Path(__file__).resolve().parents[2]


def read(name):
    return json.loads((KIT / name).read_text(encoding="utf-8"))


def seconds(text):
    """Seconds since 1970; a moment without a zone is UTC."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return moment.timestamp()


def words(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def points_of(path, image):
    """The points of a picture file as the model takes them: `pip install pillow`, and give {column: points_of(...).tolist()}."""
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("L" if image["channels"] == 1 else "RGB")
    size = (image["width"], image["height"])
    resize = {"stretch": Image.Image.resize, "fit": ImageOps.pad, "crop": ImageOps.fit}[image["fit"]]
    return np.asarray(resize(picture, size, Image.BILINEAR), dtype=np.float32).reshape(*size[::-1], image["channels"])


def column_of(column, rows):
    """A column of JSON values as the model takes it: [rows, 1]; missing is NaN or the empty text."""
    values = [row.get(column["name"]) for row in rows]
    if column["takes"] == "image":
        # Points from 0 to 255, [height][width][channels]; a picture file becomes them by `points_of`.
        image = column["image"]
        shape = (image["height"], image["width"], image["channels"])
        missing = np.full(shape, np.nan, dtype=np.float32)
        return np.stack([missing if value is None else np.array(value, dtype=np.float32) for value in values])
    if column["takes"] == "text":
        return np.array([words(value) for value in values], dtype=object).reshape(-1, 1)
    if column["takes"] == "moment":
        numbers = [np.nan if value is None else seconds(value) for value in values]
        return np.array(numbers, dtype=np.float64).reshape(-1, 1)
    numbers = [np.nan if value is None else value for value in values]
    return np.array(numbers, dtype=np.float32).reshape(-1, 1)


def predict(session, contract, rows):
    """One answer a row: predicted and, for classes, the probability of each."""
    feeds = {column["name"]: column_of(column, rows) for column in contract["columns"]}
    outputs = contract["outputs"]
    if contract["classes"] is None:
        (predicted,) = session.run([outputs["predicted"]], feeds)
        return [{"predicted": float(value)} for value in predicted.reshape(-1)]
    predicted, scores = session.run([outputs["predicted"], outputs["probabilities"]], feeds)
    return [
        {"predicted": str(label), "probabilities": dict(zip(contract["classes"], map(float, row)))}
        for label, row in zip(predicted, scores)
    ]


def main():
    contract = read("contract.json")
    examples = read("examples.json")
    session = ort.InferenceSession(str(KIT / examples["model"]), providers=["CPUExecutionProvider"])
    largest = 0.0
    differs = False
    for answer, expected in zip(predict(session, contract, examples["rows"]), examples["expected"]):
        print(json.dumps(answer, ensure_ascii=False))
        if contract["classes"] is None:
            size = max(1.0, abs(expected["predicted"]))
            difference = abs(answer["predicted"] - expected["predicted"]) / size
        else:
            pairs = [(answer["probabilities"][name], expected["probabilities"][name]) for name in contract["classes"]]
            difference = max(abs(own - theirs) for own, theirs in pairs)
        # "Not above" rather than "below", so that NaN does not pass.
        differs = differs or not difference <= examples["tolerance"]
        largest = max(largest, difference)
    print(f"{len(examples['rows'])} rows, largest difference {largest}, allowed {examples['tolerance']}")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
