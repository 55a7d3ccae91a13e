"""Trains the network of a job with Keras on TensorFlow, see protocol.py.

`fit` with several steps an execution is what is fastest here on a processor (measured against one step an execution
and against `train_on_batch`: it is faster by 5 to 40 percent). XLA makes recurrent networks half as fast again and the others
slower, so only those are compiled with it.
"""

import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
# This file is called as the library, so its folder must not be looked through for it.
here = sys.path.pop(0)
try:
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import keras
    import tensorflow  # noqa: F401
    from keras import layers, losses

    problem = None
except ImportError as error:
    problem = error
sys.path.append(here)
from protocol import missing, read_table, serve  # noqa: E402

if problem is not None:
    missing(problem)

STEPS_OF_EXECUTION = 16


def network_of(job):
    if job["kind"] == "cnn":
        side = job["side"]
        shape = (side, side, 1)
        hidden = [
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
        ]
        outputs, loss = job["classes"], losses.SparseCategoricalCrossentropy(from_logits=True)
    elif job["kind"] == "lstm":
        shape = (job["steps"], job["width"] // job["steps"])
        hidden = [layers.LSTM(job["units"])]
        outputs, loss = 1, losses.MeanSquaredError()
    else:
        shape = (job["width"],)
        hidden = [layers.Dense(job["units"], activation="relu") for _ in range(2)]
        outputs, loss = 1, losses.BinaryCrossentropy(from_logits=True)
    model = keras.Sequential([keras.Input(shape), *hidden, layers.Dense(outputs)])
    model.compile(
        optimizer=keras.optimizers.Adam(0.001),
        loss=loss,
        jit_compile=job["kind"] == "lstm",
        steps_per_execution=STEPS_OF_EXECUTION,
    )
    return model, shape


def prepare(job):
    keras.backend.clear_session()
    features, target = read_table(job)
    model, shape = network_of(job)
    batch = job["batch"]
    features = features.reshape(-1, *shape)

    # Whole executions only: for another number of steps the function would be compiled again.
    execution = STEPS_OF_EXECUTION * batch
    whole = len(target) // execution * execution
    rate = 0.0

    def train(seconds):
        nonlocal rate
        rows = min(whole, max(execution, int(seconds * rate) // execution * execution))
        epochs = max(1, round(seconds * rate / rows))
        start = time.perf_counter()
        model.fit(features[:rows], target[:rows], batch_size=batch, epochs=epochs, verbose=0)
        rate = epochs * rows / (time.perf_counter() - start)
        return epochs * rows

    # Compiles, so that no measurement does.
    train(0)
    train(0)
    return train


serve(keras.__version__, prepare)
