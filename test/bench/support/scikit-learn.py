"""Trains scikit-learn's MLPClassifier on the rows of a job, see protocol.py."""

import time
import warnings

from protocol import missing, read_table, serve

try:
    import numpy
    import sklearn
    from sklearn.neural_network import MLPClassifier
except ImportError as error:
    missing(error)

warnings.filterwarnings("ignore")


def prepare(job):
    features, target = read_table(job)
    classes = target.astype(numpy.int64)
    units, batch = job["units"], job["batch"]
    rate = 0.0

    def train(seconds):
        """Whole epochs, or one over a part of the rows where an epoch takes longer."""
        nonlocal rate
        wanted = int(seconds * rate)
        rows = min(len(classes), max(8 * batch, wanted // batch * batch))
        epochs = max(1, round(wanted / rows))
        model = MLPClassifier(
            hidden_layer_sizes=(units, units),
            batch_size=batch,
            alpha=0,
            max_iter=epochs,
            n_iter_no_change=epochs + 1,
            random_state=1,
        )
        start = time.perf_counter()
        model.fit(features[:rows], classes[:rows])
        rate = epochs * rows / (time.perf_counter() - start)
        return epochs * rows

    return train


serve(sklearn.__version__, prepare)
