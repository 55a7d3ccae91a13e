"""Trains the network anew by the recipe: python train.py data.csv [--out trained.keras] [--epochs N].

The columns are encoded as features.json says (learned when the model was made). Rows are dealt to training, validation and test by
the shares and the seed of the recipe, for classes in each class alike; by this program's own random numbers, so the rows are not the
same as in the application. Groups, times, folds and augmentations of the recipe are not followed; it is said where that is so.
"""

import argparse

import keras
import numpy as np

import package
from encoding import answers, encode
from learning import Course, batch_size, loss_of, optimizer_of, regularise, rules_of, together
from tables import read_columns, read_table, read_target


def deal(target, classes, shares, seed):
    """Places of the rows that train, validate and test."""
    random = np.random.default_rng(seed)
    parts = ([], [], [])
    groups = [np.flatnonzero(target == place) for place in range(classes)] if classes else [np.arange(len(target))]
    for group in groups:
        order = random.permutation(group)
        test = round(len(order) * shares["test"])
        validation = round(len(order) * shares["validation"])
        for part, rows in zip(parts, np.split(order, [len(order) - test - validation, len(order) - test])):
            part.extend(rows)
    return [np.sort(np.asarray(part, int)) for part in parts]


def score(features, network, x, y):
    """Accuracy, or the root of the mean squared error in the target's own units."""
    answer = answers(features, network.predict(x, verbose=0))
    target = features["target"]
    if target["kind"] == "classes":
        return {"accuracy": float(np.mean(answer.argmax(axis=1) == y))}
    return {"rmse": float(np.sqrt(np.mean((answer[:, 0] - (y * target["deviation"] + target["mean"])) ** 2)))}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--out", default="trained.keras")
    parser.add_argument("--epochs", type=int, help="other than the recipe says")
    given = parser.parse_args()
    features, recipe = package.features(), package.recipe()
    training, split, seed = recipe["training"], recipe["split"], recipe.get("seed", 1)
    if given.epochs:
        training["epochs"] = given.epochs
    if split.get("method") not in {"random", "stratified"} or split.get("folds", 1) > 1:
        print(f"The recipe splits by {split.get('method')}; here rows are dealt at random.")
    if recipe.get("augmentation"):
        print("The augmentations of the recipe are left out.")
    keras.utils.set_random_seed(seed)

    network = package.untrained()
    if network is None:
        raise SystemExit("This model joins several, or was changed after its training: train its parts one by one.")
    table = read_table(given.data, package.reading())
    columns = read_columns(table, features, package.types(), package.reading())
    target = read_target(table, features, package.types(), package.reading())
    known = np.flatnonzero(np.isfinite(target))
    classes = len(features["target"].get("classes", [])) if split.get("method") != "random" else 0
    parts = [known[part] for part in deal(target[known], classes, split, seed)]

    def of(rows, learns):
        own = {name: [values[row] for row in rows] if isinstance(values, list) else values[rows] for name, values in columns.items()}
        return encode(features, own, rows if learns else None), target[rows].astype("float32")

    (x, y), validation, test = of(parts[0], True), of(parts[1], False), of(parts[2], False)
    limits, rules = training.get("regularization", {}), rules_of(network, package.learning())
    regularise(network, limits, rules)
    loss = loss_of(features, training, y)
    network.compile(optimizer=optimizer_of(training, network, rules), loss=loss)
    size = batch_size(training, len(x))

    def watched(network):
        said = together(features, network.predict(validation[0], verbose=0)).astype("float32")
        return float(loss(validation[1], said))

    course = Course(training, max(1, -(-len(x) // size)), watched)
    network.fit(x, y, epochs=training["epochs"], batch_size=size, callbacks=[course], verbose=0)
    for name, (inputs, wanted) in {"validation": validation, "test": test}.items():
        print(name, score(features, network, inputs, wanted))
    network.compile()
    for weight in network.trainable_weights:
        weight.regularizer = weight.constraint = None
    network.save(given.out)
    print(f"Wrote {given.out}.")


if __name__ == "__main__":
    main()
