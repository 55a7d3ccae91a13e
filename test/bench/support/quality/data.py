"""Makes the tables of `npm run bench -- quality`: python data.py FOLDER.

The tables come from packages that hold public data sets, fetched with `apt-get download` (Debian; not installed, only
unpacked), from npm's vega-datasets of this project, and from scikit-learn. Each is written as NAME.csv, and for each seed
as NAME-SEED.csv with a column `part` that says which 20 % of the rows test. Nothing of it belongs in the repository.
Needs pandas, scikit-learn and rdata.
"""

import bz2
import json
import lzma
import os
import struct
import subprocess
import sys
import warnings
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import rdata
from sklearn import datasets

warnings.simplefilter("ignore")
SEEDS = [1, 2, 3]
TEST_SHARE = 0.2
LARGEST = 50_000

# Debian packages and their licences: r-cran-modeldata MIT, r-cran-mlbench GPL-2 (data from the UCI repository),
# r-cran-kernlab GPL-2 (spam: UCI), r-cran-ggplot2 MIT, r-cran-cardata GPL-2+.
SETS = [
    # name, source, data, target, metric
    ("penguins", "vega", "penguins.json", "Species", "accuracy"),
    ("breast", "sklearn", "load_breast_cancer", "target", "roc_auc"),
    ("vehicle", "mlbench", "Vehicle", "Class", "accuracy"),
    ("concrete", "modeldata", "concrete", "compressive_strength", "r2"),
    ("titanic", "carData", "TitanicSurvival", "survived", "roc_auc"),
    ("attrition", "modeldata", "attrition", "Attrition", "roc_auc"),
    ("chile", "carData", "Chile", "vote", "accuracy"),
    ("ames", "modeldata", "ames", "Sale_Price", "r2"),
    ("hpc", "modeldata", "hpc_data", "class", "accuracy"),
    ("credit", "modeldata", "credit_data", "Status", "roc_auc"),
    ("spam", "kernlab", "spam", "type", "roc_auc"),
    ("churn", "modeldata", "mlc_churn", "churn", "roc_auc"),
    ("satellite", "mlbench", "Satellite", "classes", "accuracy"),
    ("telco", "modeldata", "wa_churn", "churn", "roc_auc"),
    ("letters", "mlbench", "LetterRecognition", "lettr", "accuracy"),
    ("diamonds", "ggplot2", "diamonds", "price", "r2"),
]


def unpack(cache: Path, package: str) -> Path:
    """Fetches a Debian package and unpacks it; gives the folder of its R library."""
    folder = cache / package.lower()
    library = folder / "usr/lib/R/site-library" / package
    if not library.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", f"r-cran-{package.lower()}"], cwd=folder, check=True)
        (archive,) = folder.glob("*.deb")
        subprocess.run(["dpkg", "-x", archive.name, "."], cwd=folder, check=True)
    return library


def lazy(library: Path, name: str) -> pd.DataFrame:
    """One table of a package whose data is in R's lazy-load form: compressed pieces of one file."""
    offset, length = rdata.read_rds(library / "data/Rdata.rdx")["variables"][name]
    piece = (library / "data/Rdata.rdb").read_bytes()[int(offset) : int(offset) + int(length)]
    (_,) = struct.unpack(">I", piece[:4])
    kind, rest = piece[4:5], piece[5:]
    if kind == b"Z":
        raw = lzma.decompress(rest, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6}])
    elif kind == b"2":
        raw = bz2.decompress(rest)
    else:
        raw = zlib.decompress(piece[4:])
    return rdata.conversion.convert(rdata.parser.parse_data(raw))


def load(cache: Path, source: str, data: str) -> pd.DataFrame:
    if source == "sklearn":
        return getattr(datasets, data)(as_frame=True).frame
    if source == "vega":
        path = Path(__file__).parents[4] / "node_modules/vega-datasets/data" / data
        return pd.DataFrame(json.loads(path.read_text()))
    library = unpack(cache, source)
    single = library / "data" / f"{data}.rda"
    return rdata.read_rda(single)[data] if single.exists() else lazy(library, data)


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Values as they would stand in a spreadsheet: numbers, texts, and blanks for missing ones."""
    made = {}
    for name in frame.columns:
        column = frame[name]
        is_number = pd.api.types.is_numeric_dtype(column) and not isinstance(column.dtype, pd.CategoricalDtype)
        made[str(name)] = column if is_number else column.astype("string")
    return pd.DataFrame(made)


def main(folder: Path) -> None:
    cache = folder / "packages"
    cache.mkdir(parents=True, exist_ok=True)
    described = []
    for name, source, data, target, metric in SETS:
        if not (folder / f"{name}.csv").exists():
            frame = plain(load(cache, source, data))
            frame = frame[frame[target].notna()].reset_index(drop=True)
            if len(frame) > LARGEST:
                frame = frame.sample(LARGEST, random_state=0).reset_index(drop=True)
            for seed in SEEDS:
                order = np.random.RandomState(seed).permutation(len(frame))
                part = np.full(len(frame), "train", dtype=object)
                part[order[: round(TEST_SHARE * len(frame))]] = "test"
                frame.assign(part=part).to_csv(folder / f"{name}-{seed}.csv", index=False)
            frame.to_csv(folder / f"{name}.csv", index=False)
        frame = pd.read_csv(folder / f"{name}.csv")
        inputs = frame.drop(columns=[target])
        described.append(
            {
                "name": name,
                "source": f"{source}: {data}",
                "target": target,
                "metric": metric,
                "rows": len(frame),
                "columns": inputs.shape[1],
                "texts": int(sum(inputs[c].dtype.kind not in "biuf" for c in inputs)),
                "missing": int(inputs.isna().sum().sum()),
            }
        )
    (folder / "sets.json").write_text(json.dumps({"seeds": SEEDS, "sets": described}, indent=1) + os.linesep)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
