"""Scores of other methods with their defaults: python references.py FOLDER NAME SEED METHOD.

Prints {"score": ..., "seconds": ...} for the rows that NAME-SEED.csv sets aside for testing. Methods: hgb, forest,
linear (logistic or ridge regression) and catboost. Needs pandas and scikit-learn; catboost for catboost.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.simplefilter("ignore")


def prepared(inputs: pd.DataFrame):
    """Numbers standardised with the median where missing, texts as flags: what scikit-learn's other models need."""
    texts = [c for c in inputs if inputs[c].dtype.kind not in "biuf"]
    numbers = [c for c in inputs if c not in texts]
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (
            make_pipeline(
                SimpleImputer(strategy="constant", fill_value="missing"),
                OneHotEncoder(handle_unknown="ignore"),
            ),
            texts,
        ),
    )


def model_of(method: str, metric: str, inputs: pd.DataFrame):
    numbers = metric == "r2"
    if method == "hgb":
        return (HistGradientBoostingRegressor if numbers else HistGradientBoostingClassifier)(
            random_state=0, categorical_features="from_dtype"
        )
    if method == "forest":
        forest = (RandomForestRegressor if numbers else RandomForestClassifier)(random_state=0)
        return make_pipeline(prepared(inputs), forest)
    if method == "linear":
        return make_pipeline(prepared(inputs), Ridge() if numbers else LogisticRegression(max_iter=1000))
    from catboost import CatBoostClassifier, CatBoostRegressor

    texts = [c for c in inputs if inputs[c].dtype.kind not in "biuf"]
    return (CatBoostRegressor if numbers else CatBoostClassifier)(
        random_seed=0, verbose=0, cat_features=texts, allow_writing_files=False
    )


def main(folder: Path, name: str, seed: str, method: str) -> None:
    (described,) = [s for s in json.loads((folder / "sets.json").read_text())["sets"] if s["name"] == name]
    target, metric = described["target"], described["metric"]
    frame = pd.read_csv(folder / f"{name}-{seed}.csv")
    inputs = frame.drop(columns=[target, "part"])
    for column in inputs:
        if inputs[column].dtype.kind not in "biuf":
            # HistGradientBoosting takes at most 255 values of a category; all sets here have fewer.
            inputs[column] = inputs[column].astype(object).where(inputs[column].notna(), None)
            if method == "hgb":
                inputs[column] = inputs[column].astype("category")
            if method == "catboost":
                inputs[column] = inputs[column].fillna("missing").astype(str)
    wanted = frame[target]
    train, test = frame["part"] == "train", frame["part"] == "test"
    model = model_of(method, metric, inputs)
    before = time.perf_counter()
    model.fit(inputs[train], wanted[train])
    seconds = time.perf_counter() - before
    if metric == "roc_auc":
        positive = list(model.classes_)[1]
        score = roc_auc_score(wanted[test] == positive, model.predict_proba(inputs[test])[:, 1])
    else:
        measure = r2_score if metric == "r2" else accuracy_score
        score = measure(wanted[test], pd.Series(model.predict(inputs[test]).ravel()))
    print(json.dumps({"score": float(score), "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
