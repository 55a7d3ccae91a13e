"""Reading CSV and Parquet files as the model takes their columns."""

import pathlib

import numpy as np
import pandas as pd

from encoding import kind_of

# Where the recipe does not say which words mean missing.
MISSING = ("NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "None")
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}


def read_table(path, reading=None):
    """A table, texts as they are in a CSV file. reading: how the recipe reads it (delimiter, decimal sign, encoding)."""
    path = pathlib.Path(path)
    if path.suffix.lower() in {".parquet", ".pq"}:
        return pd.read_parquet(path)
    reading = reading or {}
    encoding = {"utf-8-bom": "utf-8-sig", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "windows-1252": "cp1252"}
    name = reading.get("encoding", "utf-8-bom")
    return pd.read_csv(path, sep=reading.get("delimiter", ","), dtype=str, keep_default_na=False, encoding=encoding.get(name, name))


def is_missing(value, words=MISSING):
    if isinstance(value, str):
        return value.strip() == "" or value in words
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def numbers(series, decimal):
    if series.dtype == object or pd.api.types.is_string_dtype(series):
        texts = series.astype(str).str.strip()
        series = pd.to_numeric(texts.str.replace(",", ".", regex=False) if decimal == "," else texts, errors="coerce")
    with np.errstate(over="ignore"):
        return series.astype("float64").to_numpy().astype(np.float32)


def texts(series, column_type, words=MISSING):
    def text(value):
        if is_missing(value, words):
            return ""
        if column_type == "boolean":
            word = str(value).strip().lower()
            return "true" if word in TRUE else "false" if word in FALSE else str(value)
        if isinstance(value, float) and value.is_integer() and column_type == "integer":
            return str(int(value))
        return str(value)

    return [text(value) for value in series]


def moments(series, day_first):
    if series.dtype == object or pd.api.types.is_string_dtype(series):
        times = pd.to_datetime(series, errors="coerce", utc=True, format="ISO8601")
        others = times.isna()
        times[others] = pd.to_datetime(series[others], errors="coerce", utc=True, format="mixed", dayfirst=day_first)
    else:
        times = pd.to_datetime(series, errors="coerce", utc=True)
    seconds = (times - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(seconds=1)
    return seconds.astype("float64").to_numpy()


def reading_of(name, reading):
    """How one column is read: as the file, but for what a person decided for it."""
    decided = [entry for entry in (reading or {}).get("columns", []) if entry["name"] == name]
    return {**(reading or {}), **(decided[0] if decided else {})}


def read_columns(table, features, types=None, reading=None):
    """The columns that the model takes, by name, as encode wants them. Raises KeyError for one that is missing."""
    types = types or {}
    wanted = [(feature["column"], kind_of(feature)) for feature in features["features"]]
    lacking = sorted({name for name, _ in wanted if name not in table.columns})
    if lacking:
        raise KeyError(f"The file lacks the columns {', '.join(lacking)}.")
    columns = {}
    for name, kind in wanted:
        series = table[name]
        own = reading_of(name, reading)
        if kind == "number":
            columns[name] = numbers(series, own.get("decimalSeparator", "."))
        elif kind == "text":
            columns[name] = texts(series, types.get(name), own.get("missingWords", MISSING))
        else:
            columns[name] = moments(series, own.get("dateOrder") == "dmy")
    return columns


def read_target(table, features, types=None, reading=None):
    """What is to be predicted: standardised numbers, or places of the classes; NaN where it is missing or unknown."""
    target = features["target"]
    own = reading_of(target["column"], reading)
    series = table[target["column"]]
    if target["kind"] == "number":
        return (numbers(series, own.get("decimalSeparator", ".")).astype("float64") - target["mean"]) / target["deviation"]
    places = {name: place for place, name in enumerate(target["classes"])}
    return np.asarray([places.get(text, np.nan) for text in texts(series, (types or {}).get(target["column"]), own.get("missingWords", MISSING))], "float64")
