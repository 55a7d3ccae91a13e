"""Predicts the rows of a CSV or Parquet file: python predict.py data.csv predictions.csv [--network network.keras]."""

import argparse

import pandas as pd

import package
from encoding import answers, decisions, encode
from tables import read_columns, read_table


def predict(table, network=None):
    """A table of rows as a table of answers: predicted, and for classes a probability each."""
    features = package.features()
    columns = read_columns(table, features, package.types(), package.reading())
    network = package.network() if network is None else network
    score = answers(features, network.predict(encode(features, columns), verbose=0))
    target = features["target"]
    if target["kind"] == "number":
        return pd.DataFrame({"predicted": score[:, 0]})
    labels = [target["classes"][place] for place in decisions(features, score)]
    return pd.DataFrame({"predicted": labels, **{f"probability {name}": score[:, i] for i, name in enumerate(target["classes"])}})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--network", help="another network than the one that came along, such as train.py writes")
    given = parser.parse_args()
    made = predict(read_table(given.data, package.reading()), package.network(given.network))
    made.to_csv(given.out, index=False)
    print(f"Wrote {len(made)} rows into {given.out}.")


if __name__ == "__main__":
    main()
