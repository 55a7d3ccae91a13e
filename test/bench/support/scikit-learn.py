"""Trains scikit-learn's MLPClassifier on the rows of a file, once for each line that comes in.

Arguments: file of float32 [rows, width + 1] with the class in the last column, width, units, batch.
Prints the version, then for each line with a number of epochs the rows trained a second.
"""

import sys
import time
import warnings

import numpy
import sklearn
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
path, width, units, batch = sys.argv[1], *map(int, sys.argv[2:5])
table = numpy.fromfile(path, dtype=numpy.float32).reshape(-1, width + 1)
features, target = table[:, :width].copy(), table[:, width].astype(numpy.int64)
print(sklearn.__version__, flush=True)
for line in sys.stdin:
    epochs = int(line)
    model = MLPClassifier(
        hidden_layer_sizes=(units, units),
        batch_size=batch,
        alpha=0,
        max_iter=epochs,
        n_iter_no_change=epochs + 1,
        random_state=1,
    )
    start = time.perf_counter()
    model.fit(features, target)
    print(epochs * len(target) / (time.perf_counter() - start), flush=True)
