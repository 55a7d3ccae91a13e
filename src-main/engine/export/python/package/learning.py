"""What the recipe says of training, in Keras: weights to begin with, loss, optimizer, learning rate, stopping."""

import math

import keras
import numpy as np
from keras import ops

from encoding import outputs_of

USUAL_RATE = {"sgd": 0.03, "rmsprop": 0.001, "adagrad": 0.03, "adam": 0.003, "adamw": 0.003}
LEAST_IMPROVEMENT = 0.001


def batch_size(training, rows):
    if training.get("batchSize"):
        return min(training["batchSize"], rows)
    return min(rows, 32 if rows < 2800 else 64 if rows < 4500 else 128 if rows < 6400 else 256 if rows < 32000 else 512)


def rules_of(network, rules):
    """How fast each weight that is trained is learned, and whether it becomes smaller by weight decay, by its path.

    rules: the content of learning.json. Some weights of the application are kept larger or smaller than they are used, so that they
    are learned slower or faster; here they are as they are used, and learned as those.
    """
    found = {}
    for layer in network.layers:
        own = rules.get(layer.name, [])
        for place, weight in enumerate(layer.trainable_weights):
            kernel = len(weight.shape) > 1 and weight.name not in {"bias", "scale"}
            rule = own[place] if place < len(own) and own[place] else {"speed": 1.0, "decays": kernel}
            found[weight.path] = rule
    return found


def class_weights(options, target, names):
    if options["classWeights"] == "none":
        return None
    if options["classWeights"] == "by-hand":
        return [options["handWeights"].get(name, 1.0) for name in names]
    counts = np.bincount(target.astype(int), minlength=len(names))
    return [1.0 if count == 0 else len(target) / (len(names) * count) for count in counts]


def loss_of(features, training, target):
    """The loss of [n, outputs] against [n, 1]; of several members the mean of theirs."""
    options = {"delta": 1, "quantile": 0.5, "labelSmoothing": 0, "focalGamma": 0, "classWeights": "none", "handWeights": {}, **training.get("lossOptions", {})}
    task = features["task"]
    classes = features["target"].get("classes", [])
    name = training.get("loss", "auto")
    if name == "auto":
        name = "mean-squared-error" if task == "regression" else "cross-entropy"
    weights = class_weights(options, target, classes) if task != "regression" else None
    width = len(classes) if task == "multiclass" else 1

    def of_numbers(y, z):
        error = y - z
        if name == "mean-absolute-error":
            return ops.abs(error)
        if name == "huber":
            near = ops.minimum(ops.abs(error), options["delta"])
            return 0.5 * near * near + options["delta"] * (ops.abs(error) - near)
        if name == "poisson":
            return ops.exp(z) - y * z
        if name == "quantile":
            return ops.maximum(error * options["quantile"], error * (options["quantile"] - 1))
        return error * error

    def of_two(y, z):
        smoothing = options["labelSmoothing"]
        wanted = y * (1 - smoothing) + smoothing / 2
        losses = ops.softplus(z) - z * wanted
        if options["focalGamma"] > 0:
            p = ops.sigmoid(z)
            losses = losses * (1 - (p * wanted + (1 - p) * (1 - wanted))) ** options["focalGamma"]
        return losses if weights is None else losses * (y * (weights[1] - weights[0]) + weights[0])

    def of_classes(y, z):
        chosen = ops.one_hot(ops.cast(ops.squeeze(y, -1), "int32"), width)
        smoothing = options["labelSmoothing"]
        wanted = chosen * (1 - smoothing) + smoothing / width
        logarithms = ops.log_softmax(z, axis=-1)
        surprise = logarithms * wanted
        if options["focalGamma"] > 0:
            surprise = surprise * (1 - ops.exp(logarithms)) ** options["focalGamma"]
        losses = -ops.sum(surprise, axis=-1)
        return losses if weights is None else losses * ops.sum(chosen * ops.convert_to_tensor(np.asarray(weights, "float32")), axis=-1)

    def loss(y, output):
        y = ops.cast(ops.reshape(y, (-1, 1)), "float32")
        members = output.shape[-1] // width
        z = ops.reshape(output, (-1, width))
        y = ops.reshape(ops.repeat(y, members, axis=1), (-1, 1))
        of = of_numbers if task == "regression" else of_two if task == "binary" else of_classes
        return ops.mean(of(y, z))

    return loss


def together(features, output):
    """What several members say as one: the mean of numbers, the logarithm of the mean probability (of two classes its logit)."""
    width = outputs_of(features)
    output = np.asarray(output, "float64")
    each = output.reshape(len(output), -1, width)
    if each.shape[1] == 1:
        return output

    def mean_log(logs):
        return np.logaddexp.reduce(logs, axis=1) - math.log(logs.shape[1])

    if features["task"] == "regression":
        return each.mean(axis=1)
    if features["task"] == "multiclass":
        return mean_log(each - np.logaddexp.reduce(each, axis=2, keepdims=True))
    return mean_log(-np.logaddexp(0, -each)) - mean_log(-np.logaddexp(0, each))


def paced(optimizer, training, network, rules):
    """The optimizer, by which each weight is learned as fast as its rule says."""
    step = optimizer.update_step
    # Some backends give the optimizer the weight of Keras, others what is in it.
    speeds = {id(kept): rules[weight.path]["speed"] for weight in network.trainable_weights for kept in (weight, weight.value)}
    # Adam and its like take steps of the same length whatever the length of the gradient is; the others do not.
    power = 2 if training["optimizer"] == "sgd" else 1

    def update_step(gradient, variable, learning_rate):
        return step(gradient, variable, learning_rate * speeds[id(variable)] ** power)

    optimizer.update_step = update_step
    return optimizer


def optimizer_of(training, network, rules):
    return paced(plain_optimizer(training, network, rules), training, network, rules)


def plain_optimizer(training, network, rules):
    name = training["optimizer"]
    rate = training.get("learningRate") or USUAL_RATE[name]
    limits = training.get("regularization", {})
    clipping = {"global_clipnorm": limits["clipNorm"]} if limits.get("clipNorm") else {"clipvalue": limits["clipValue"]} if limits.get("clipValue") else {}
    if name == "sgd":
        return keras.optimizers.SGD(rate, momentum=training["momentum"], nesterov=training["nesterov"] and training["momentum"] > 0, **clipping)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(rate, **clipping)
    if name == "adagrad":
        return keras.optimizers.Adagrad(rate, **clipping)
    beta_2 = training.get("beta2") or 0.999
    if name == "adam":
        return keras.optimizers.Adam(rate, beta_2=beta_2, **clipping)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=training["weightDecay"], beta_2=beta_2, **clipping)
    left_alone = [weight for weight in network.trainable_weights if not rules[weight.path]["decays"]]
    if left_alone:
        optimizer.exclude_from_weight_decay(var_list=left_alone)
    return optimizer


def regularise(network, limits, rules):
    """Penalties and norms of kernels, as the recipe has them."""
    for weight in network.trainable_weights:
        if not rules[weight.path]["decays"]:
            continue
        if limits.get("l1") or limits.get("l2"):
            weight.regularizer = keras.regularizers.L1L2(limits.get("l1") or 0.0, limits.get("l2") or 0.0)
        if limits.get("maxNorm"):
            weight.constraint = keras.constraints.MaxNorm(limits["maxNorm"], axis=list(range(len(weight.shape) - 1)))


def rate_factor(schedule, epoch, epochs):
    """What the learning rate is multiplied by, epoch epochs into the training."""
    warm_up = min(schedule.get("warmUpEpochs", 0), epochs)
    if epoch < warm_up:
        return epoch / warm_up
    done, rest = epoch - warm_up, epochs - warm_up
    progress = min(1.0, done / rest) if rest > 0 else 1.0
    kind = schedule.get("kind", "constant")
    if kind == "step":
        return schedule["factor"] ** math.floor(done / schedule["everyEpochs"])
    if kind == "exponential":
        return schedule["finalShare"] ** progress
    if kind == "cosine":
        return schedule["finalShare"] + (1 - schedule["finalShare"]) * (1 + math.cos(math.pi * progress)) / 2
    if kind == "cosine-log":
        return max(1e-6, (1 - math.cos(2 * math.pi * math.log2(1 + 15 * progress))) / 2)
    if kind == "one-cycle":
        start, end, rising = 1 / 25, 1 / 250_000, 0.3

        def between(a, b, share):
            return b + (a - b) * (1 + math.cos(math.pi * share)) / 2

        return between(start, 1, progress / rising) if progress < rising else between(1, end, (progress - rising) / (1 - rising))
    return 1.0


class Course(keras.callbacks.Callback):
    """Moves the learning rate, stops when validation no longer improves, and keeps the best weights.

    What is watched is watched(network): the loss of what all members say together on the rows that validate.
    """

    def __init__(self, training, steps, watched):
        super().__init__()
        self.training, self.steps, self.watched = training, steps, watched
        self.schedule = training.get("schedule", {})
        self.best, self.progress, self.waited, self.stairs, self.stairs_best, self.stairs_waited = math.inf, math.inf, 0, 1.0, math.inf, 0
        self.weights, self.epoch = None, 0

    def on_train_begin(self, logs=None):
        self.rate = float(ops.convert_to_numpy(self.model.optimizer.learning_rate))

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_begin(self, batch, logs=None):
        place = self.epoch + (batch + 0.5) / self.steps
        self.model.optimizer.learning_rate = self.rate * self.stairs * rate_factor(self.schedule, place, self.training["epochs"])

    def on_epoch_end(self, epoch, logs=None):
        loss = self.watched(self.model)
        print(f"epoch {epoch + 1}: loss {logs['loss']:.5f}, validation {loss:.5f}")
        if loss < self.best or self.weights is None:
            self.best, self.weights = loss, self.model.get_weights()
        if loss < self.progress - LEAST_IMPROVEMENT:
            self.progress, self.waited = loss, 0
        else:
            self.waited += 1
        if self.schedule.get("kind") == "plateau":
            self.stairs_best, self.stairs_waited = (loss, 0) if loss < self.stairs_best - LEAST_IMPROVEMENT else (self.stairs_best, self.stairs_waited + 1)
            if self.stairs_waited >= self.schedule["everyEpochs"]:
                self.stairs, self.stairs_waited = self.stairs * self.schedule["factor"], 0
        if self.waited >= self.training["patience"] or not math.isfinite(loss):
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        if self.weights is not None:
            self.model.set_weights(self.weights)
