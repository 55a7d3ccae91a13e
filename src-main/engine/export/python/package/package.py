"""What lies beside: the features, the recipe and the network."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).parent


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def features():
    return read("features.json")


def recipe():
    return read("recipe.json")


def types():
    """Types of the columns, by name."""
    return {entry["name"]: entry["type"] for entry in json.loads(read("about.json").get("strongroom.inputs", "[]"))}


def reading():
    return (recipe().get("data") or {}).get("reading") or {}


def network(path=None):
    import keras

    return keras.models.load_model(path or FOLDER / "network.keras", compile=False)


def learning():
    """How weights are learned, by the names of layers, where it is not as all others."""
    return read("learning.json")


def untrained():
    """The network with the weights that training begins with; None where one training does not make it."""
    path = FOLDER / "untrained.keras"
    return network(path) if path.exists() else None
