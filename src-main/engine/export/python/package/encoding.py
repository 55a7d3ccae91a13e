"""Raw columns to the input of the network, exactly as the model was trained: 32-bit arithmetic, parameters of features.json."""

import math
import re

import numpy as np

F = np.float32
SECONDS_OF_DAY = 86_400
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
WORD_SEPARATORS = (
    (0x0000, 0x002F), (0x003A, 0x0040), (0x005B, 0x0060), (0x007B, 0x00A9), (0x00AB, 0x00B4), (0x00B6, 0x00B9),
    (0x00BB, 0x00BF), (0x00D7, 0x00D7), (0x00F7, 0x00F7), (0x1680, 0x1680), (0x2000, 0x206F), (0x2E00, 0x2E7F),
    (0x3000, 0x3004), (0x3008, 0x3020), (0xFE30, 0xFE4F), (0xFEFF, 0xFEFF), (0xFF00, 0xFF0F), (0xFF1A, 0xFF20),
    (0xFF3B, 0xFF40), (0xFF5B, 0xFF65),
)
WORD = re.compile("[^" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in WORD_SEPARATORS) + "]+")


def column(x):
    """[n] as [n, 1]."""
    return np.asarray(x, F)[:, None]


def fill(x, replacement):
    return np.where(np.isnan(x), F(replacement), x).astype(F)


def squash(x):
    """x up to 10; beyond, it grows as its logarithm."""
    x = np.asarray(x, F)
    linear = np.clip(x, F(-10), F(10))
    size = np.clip(np.abs(x), F(10), F(1e30))
    return (linear + np.sign(linear) * np.log(size / F(10))).astype(F)


def scaled(x, center, scale):
    return squash((x - F(center)) / F(scale))


# Numbers. Each takes filled values [n] and gives columns [n, k].


def number(feature, x):
    if feature["center"] == 0 and feature["scale"] == 1:
        return column(np.clip(x, F(-1e6), F(1e6)))
    return column(scaled(x, feature["center"], feature["scale"]))


def clip(feature, x):
    within = np.minimum(np.maximum(x, F(feature["lower"])), F(feature["upper"]))
    return column(scaled(within, feature["center"], feature["scale"]))


def power(feature, x):
    def steady(k):
        return 1e-6 if abs(k) < 1e-6 else k

    def curve(value):
        k = feature["positive"] if value >= 0 else feature["negative"]
        logarithm = math.log1p(abs(value))
        return math.copysign(logarithm if abs(k) < 1e-6 else math.expm1(k * logarithm) / k, value) if value else 0.0

    def bounded(value):
        return min(1e30, max(-1e30, value))

    def power_of(base, k):
        try:
            return base**k
        except OverflowError:
            return math.inf

    origin, scale = feature["origin"], feature["scale"]
    size_of_origin = float(F(abs(origin)))
    is_positive = (x >= 0).astype(F)

    def by_sign(upper, lower):
        return F(lower) + is_positive * F(upper - lower)

    def gain(sign):
        k = steady(feature["positive"] if sign == 1 else feature["negative"])
        same = (origin >= 0) == (sign == 1)
        return bounded(sign * (power_of(1 + size_of_origin, k) if same else 1) / (k * scale))

    size = np.clip(np.abs(x), F(0), F(1e30))
    same = by_sign(1 if origin >= 0 else 0, 0 if origin >= 0 else 1)
    near = (size - F(size_of_origin)) / (F(size_of_origin) + F(1))
    base = np.clip(np.where(same != 0, near, size), F(-0.999_999_9), F(1e30)).astype(F)
    exponent = by_sign(steady(feature["positive"]), steady(feature["negative"]))
    grown = np.expm1(np.clip(exponent * np.log1p(base), F(-80), F(80))) * by_sign(gain(1), gain(-1))
    offset = bounded(curve(origin) / scale)
    across = by_sign(0 if origin >= 0 else offset, offset if origin >= 0 else 0)
    return column(squash(grown - across))


MIDDLE = (2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3, -4.17768164e-3, 2.46640727e-1, 1.50140941)
TAILS = (-2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3, 9.43887047e-3, 1.00167406, 2.83297682)


def polynomial(coefficients, w):
    total = np.full_like(w, F(coefficients[0]))
    for coefficient in coefficients[1:]:
        total = (total * w + F(coefficient)).astype(F)
    return total


def normal_of_tail(tail, upper):
    """The standard normal deviate with a share below it (Giles, "Approximating the erfinv function", 2010)."""
    t = np.clip(tail, F(1e-7), F(1 - 1e-7))
    w = -np.log((t * F(4)) * (F(1) - t))
    middle = polynomial(MIDDLE, np.minimum(w, F(5)) - F(2.5))
    tails = polynomial(TAILS, np.sqrt(np.maximum(w, F(5))) - F(3))
    x = (t * F(2) - F(1)) * (F(1) - upper * F(2))
    return (np.where(w < 5, middle, tails) * x * F(math.sqrt(2))).astype(F)


def quantile(feature, x):
    knots = np.asarray(feature["knots"], F)
    below, above = feature["below"], feature["above"]
    last = len(knots) - 1
    x = np.clip(x, knots[0], knots[last])
    place = np.searchsorted(knots, x, side="right") - 1
    is_upper = [i == last or above[i] >= 0.5 for i in range(last + 1)]

    def tail(share, i):
        return 1 - share if is_upper[i] else share

    start = [tail(share, i) for i, share in enumerate(above)]
    slope, middle = [], []
    for i in range(last + 1):
        if i == last:
            slope.append(0.0)
        else:
            width = float(knots[i + 1]) - float(knots[i])
            rise = tail(below[i + 1], i) - start[i]
            slope.append(min(1e37, max(-1e37, rise / width if width else math.copysign(math.inf, rise) if rise else 0.0)))
        middle.append(tail(0 if i == 0 else 1 if i == last else (below[i] + above[i]) / 2, i))
    origin = knots[place]
    on_line = np.asarray(start, F)[place] + (x - origin) * np.asarray(slope, F)[place]
    share = np.clip(np.where(x == origin, np.asarray(middle, F)[place], on_line), F(0), F(1)).astype(F)
    upper = np.asarray(is_upper, F)[place]
    if feature["output"] == "normal":
        return column(normal_of_tail(share, upper))
    return column(upper + share * (F(1) - upper * F(2)))


def piecewise(feature, x):
    edges = np.asarray(feature["edges"], F)
    starts = edges[:-1]
    widths = np.maximum(F(1e-30), edges[1:] - starts)
    share = (x[:, None] - starts) / widths
    bins = len(starts)
    least = np.asarray([-1e30 if i == 0 else 0 for i in range(bins)], F)
    most = np.asarray([1e30 if i == bins - 1 else 1 for i in range(bins)], F)
    return squash(np.minimum(np.maximum(share, least), most))


def periodic(feature, x):
    v = column(scaled(x, feature["center"], feature["scale"]))
    angle = v * np.asarray([2 * math.pi * frequency for frequency in feature["frequencies"]], F)
    return np.concatenate([v, np.cos(angle), np.sin(angle)], axis=1)


NUMBERS = {"number": number, "power": power, "clip": clip, "quantile": quantile, "piecewise": piecewise, "periodic": periodic}


# Text. Each takes a list of texts, '' for missing.


def slots(feature, texts):
    """0 for what training did not have, else the place in the vocabulary plus one."""
    known = {value: index + 1 for index, value in enumerate(feature["vocabulary"])}
    return np.asarray([known.get(text, 0) for text in texts], np.int64)


def one_hot(places, width):
    return (places[:, None] == np.arange(width)).astype(F)


def category(feature, texts, rows):
    return one_hot(slots(feature, texts), max(2, len(feature["vocabulary"]) + 1))


def lookup(feature, texts, rows):
    places = slots(feature, texts)
    table = np.asarray(feature["values"], F)
    folds = feature.get("folds")
    if rows is None or folds is None:
        return table[places]
    # Rows to learn from are encoded by what the other folds have learned.
    prime = 2_097_143
    own = [int(((int(F(row)) % prime) * folds["multiplier"] + folds["offset"]) % prime) % len(folds["tables"]) for row in rows]
    return np.asarray(folds["tables"], F)[own, places]


def buckets(feature, texts, rows):
    return one_hot(np.asarray([0, *feature["buckets"]])[slots(feature, texts)], feature["size"] + 1)


def embedding(feature, texts, rows):
    return column(slots(feature, texts))


def words(feature, texts, rows):
    place_of = dict(zip(feature["vocabulary"], feature["places"]))
    counts = np.zeros((len(texts), len(feature["weights"])), F)
    for row, text in enumerate(texts):
        for word in WORD.findall(text):
            if word in place_of:
                counts[row, place_of[word]] += 1
    if feature["weighting"] == "counts":
        return squash(counts)
    if feature["weighting"] == "presence":
        return np.clip(counts, F(0), F(1))
    weighted = counts * np.asarray(feature["weights"], F)
    norm = np.sqrt(np.sum(np.square(weighted), axis=1, keepdims=True))
    return weighted / np.maximum(norm, F(1e-12))


def pieces(feature, texts, rows):
    """Ids of the longest pieces from left to right: 0 fills up short texts, 1 is a character that begins no piece."""
    ids = {}
    for place, piece in enumerate(feature["vocabulary"]):
        for written in (piece, piece.upper(), piece[0].upper() + piece[1:]):
            ids.setdefault(written, place + 2)
    longest, length = max([1, *map(len, ids)]), feature["length"]
    made = np.zeros((len(texts), length), F)
    for row, text in enumerate(texts):
        at = found = 0
        while at < len(text) and found < length:
            size = next((size for size in range(min(longest, len(text) - at), 0, -1) if text[at : at + size] in ids), 0)
            if size or WORD.match(text[at]):
                made[row, found] = ids[text[at : at + size]] if size else 1
                found += 1
            at += max(1, size)
    return made


TEXTS = {"category": category, "lookup": lookup, "buckets": buckets, "embedding": embedding, "words": words, "tokens": pieces}


# Dates and times: seconds since 1970-01-01 (UTC), NaN for missing.


def civil(days):
    """Year, month from 0, day from 0 and weekday from 0 for Sunday (Hinnant's civil_from_days)."""
    z = days.astype(np.int64) + 719_468
    era = z // 146_097
    day_of_era = z - era * 146_097
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    from_march = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * from_march + 2) // 5
    month = (from_march + 2) % 12
    return era * 400 + year_of_era + (month < 2), month, day, (z + 3) % 7


def day_and_time(feature, seconds):
    with np.errstate(invalid="ignore"):
        days = np.floor(seconds / SECONDS_OF_DAY)
        second = (seconds - days * SECONDS_OF_DAY).astype(F)
        days = days.astype(F)
    median_day = math.floor(feature["median"] / SECONDS_OF_DAY)
    day = np.clip(fill(days, median_day), F(FIRST_DAY), F(LAST_DAY))
    time = np.clip(fill(second, feature["median"] - median_day * SECONDS_OF_DAY), F(0), F(SECONDS_OF_DAY))
    return day, time, np.isnan(days)


def elapsed(day, time, center, scale):
    return column(squash(((day - F(center)) + time / F(SECONDS_OF_DAY)) / F(scale)))


def waves(turns):
    angle = (np.asarray(turns, F) * F(2 * math.pi)).astype(F)
    return [column(np.sin(angle)), column(np.cos(angle))]


def moment(feature, seconds):
    day, time, missing = day_and_time(feature, seconds)
    _, month, day_of_month, weekday = civil(day)
    phases = {"month-of-year": (month, 12), "day-of-month": (day_of_month, 31), "day-of-week": (weekday, 7), "hour-of-day": (time, SECONDS_OF_DAY)}
    columns = []
    for part in feature["parts"]:
        phase, period = phases[part]
        angle = np.asarray(phase, F) * F(2 * math.pi / period)
        columns += [column(np.sin(angle)), column(np.cos(angle))]
    columns.append(elapsed(day, time, feature["center"], feature["scale"]))
    return columns + ([column(missing)] if feature["indicator"] else [])


def calendar(feature, seconds):
    day, time, missing = day_and_time(feature, seconds)
    year, month, day_of_month, sunday_first = civil(day)
    weekday = (sunday_first + 6) % 7
    second = np.floor(time).astype(np.int64)
    hour = np.minimum(second // 3600, 23)
    minute = np.minimum(second // 60 - hour * 60, 59)
    parts = {
        "quarter": (month // 3, 4, None),
        "month": (month, 12, None),
        "day": (day_of_month, 31, None),
        "weekday": (weekday, 7, None),
        "hour": (hour, 24, time / F(SECONDS_OF_DAY)),
        "minute": (minute, 60, (time - hour.astype(F) * F(3600)) / F(3600)),
        "weekend": (weekday >= 5, 2, None),
        "month-start": (day_of_month == 0, 2, None),
        "month-end": (civil(day + 1)[2] == 0, 2, None),
    }
    columns = []
    for part in feature["parts"]:
        if part == "year":
            columns.append(column(squash((np.asarray(year, F) - F(feature["years"]["center"])) / F(feature["years"]["scale"]))))
            continue
        value, size, turn = parts[part]
        if size == 2:
            columns.append(column(value))
        elif feature["as"] == "number":
            columns.append(column(np.asarray(value, F) / F(size - 1)))
        elif feature["as"] == "one-hot":
            columns.append(one_hot(np.asarray(value), size))
        else:
            columns += waves(np.asarray(value, F) / F(size) if turn is None else turn)
    if feature["elapsed"] is not None:
        columns.append(elapsed(day, time, feature["elapsed"]["center"], feature["elapsed"]["scale"]))
    return columns + ([column(missing)] if feature["indicator"] else [])


MOMENTS = {"moment": moment, "calendar": calendar}


def kind_of(feature):
    """How a column has to come: 'number' (float, NaN for missing), 'text' ('' for missing) or 'moment' (seconds)."""
    return "number" if feature["kind"] in NUMBERS else "text" if feature["kind"] in TEXTS else "moment"


def encode(features, columns, rows=None):
    """The network's input, [n, width] float32.

    features: the content of features.json. columns: by name, see kind_of. rows: places of the rows in the data set from 0, for
    rows to learn from; None for rows to be answered.
    """
    blocks = []
    for feature in features["features"]:
        values = columns[feature["column"]]
        if feature["kind"] in NUMBERS:
            with np.errstate(over="ignore"):
                x = np.asarray(values, F)
            with np.errstate(all="ignore"):
                blocks.append(NUMBERS[feature["kind"]](feature, fill(x, feature["median"])))
            if feature["indicator"]:
                blocks.append(column(np.isnan(x)))
        elif feature["kind"] in TEXTS:
            blocks.append(TEXTS[feature["kind"]](feature, values, rows))
        else:
            with np.errstate(all="ignore"):
                blocks += MOMENTS[feature["kind"]](feature, np.asarray(values, np.float64))
    return np.concatenate(blocks, axis=1).astype(F)


def outputs_of(features):
    """Outputs of one network: one for numbers and for two classes, else one a class."""
    return len(features["target"]["classes"]) if features["task"] == "multiclass" else 1


def sigmoid(x):
    with np.errstate(over="ignore"):
        return (F(1) / (F(1) + np.exp(-x))).astype(F)


def both(z):
    return np.concatenate([sigmoid(-z), sigmoid(z)], axis=1)


def calibrated(output, calibration):
    """Probabilities of the classes from outputs, those of several members averaged, as they were found to come true."""
    z = output if output.shape[1] == 1 else output[:, 1:2] - output[:, 0:1]
    if calibration["kind"] == "platt":
        return both(z * F(calibration["slope"]) + F(calibration["intercept"]))
    if calibration["kind"] == "isotonic":
        second = np.interp(z, calibration["outputs"], calibration["probabilities"]).astype(F)
        return np.concatenate([F(1) - second, second], axis=1)
    scaled = output / F(calibration["temperature"])
    if output.shape[1] == 1:
        return both(scaled)
    exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def decisions(features, score):
    """The place of the chosen class of each row: the most probable one, or by the threshold of two classes."""
    threshold = features["target"].get("threshold")
    return score.argmax(axis=1) if threshold is None else (score[:, 1] >= F(threshold)).astype(int)


def answers(features, output):
    """The network's output as numbers in the target's own units [n, 1], or probabilities of the classes [n, classes]."""
    each = outputs_of(features)
    output = np.asarray(output, F)
    members = np.reshape(output, (-1, each))
    target = features["target"]
    if target.get("calibration"):
        return calibrated(members.reshape(len(output), -1, each).mean(axis=1), target["calibration"])
    if target["kind"] == "number":
        learned = np.exp(np.minimum(members, F(40))) if target.get("link") == "log" else members
        score = learned * F(target["deviation"]) + F(target["mean"])
    elif features["task"] == "binary":
        score = np.concatenate([sigmoid(-members), sigmoid(members)], axis=1)
    else:
        exponentials = np.exp(members - members.max(axis=1, keepdims=True))
        score = exponentials / exponentials.sum(axis=1, keepdims=True)
    return score.reshape(len(output), -1, score.shape[1]).mean(axis=1)
