import type { LayerKind } from '../index';

/** Layers that Keras lacks, as classes of their own that compute the same and begin alike. */
export const ownLayers: Readonly<Partial<Record<LayerKind, string>>> = {
  positionalEncoding: `class Positions(layers.Layer):
    """Adds the place of each step as sines and cosines (Vaswani and others, 2017)."""

    def __init__(self, **options):
        super().__init__(**options)
        self.supports_masking = True

    def call(self, x):
        steps, features = x.shape[1], x.shape[2]
        column = ops.arange(features, dtype="float32")
        even = column - column % 2
        angle = ops.arange(steps, dtype="float32")[:, None] / ops.power(10000.0, even / features)
        return x + ops.where(column == even, ops.sin(angle), ops.cos(angle))`,
  columnEmbedding: `class CategoryNumbers(layers.Layer):
    """Replaces ids of categories by learned numbers; columns are (place, categories, numbers)."""

    def __init__(self, columns, **options):
        super().__init__(**options)
        self.columns = [tuple(column) for column in columns]

    def build(self, shape):
        self.tables = [
            self.add_weight(shape=(size, width), initializer="glorot_normal", name=f"table_{place}")
            for place, size, width in self.columns
        ]

    def call(self, x):
        pieces, done = [], 0
        for (place, _, _), table in zip(self.columns, self.tables):
            pieces.append(x[:, done:place])
            pieces.append(ops.take(table, ops.cast(x[:, place], "int32"), axis=0))
            done = place + 1
        pieces.append(x[:, done:])
        return ops.concatenate([piece for piece in pieces if piece.shape[1] > 0], axis=1)

    def get_config(self):
        return {**super().get_config(), "columns": self.columns}`,
  binEmbedding: `class NumberVectors(layers.Layer):
    """Piecewise-linear embeddings of numbers that come as bins; columns are (place, bins)."""

    def __init__(self, columns, width, **options):
        super().__init__(**options)
        self.columns, self.width = [tuple(column) for column in columns], width

    def build(self, shape):
        count, bins = len(self.columns), max([bins for _, bins in self.columns], default=0)
        taken = {place + index for place, bins in self.columns for index in range(bins)}
        self.others = [place for place in range(shape[-1]) if place not in taken]
        if count == 0:
            return
        even = keras.initializers.RandomUniform(-(self.width**-0.5), self.width**-0.5)
        self.slope = self.add_weight(shape=(count, 1, self.width), initializer=even, name="slope")
        self.bias = self.add_weight(shape=(count, 1, self.width), initializer=even, name="bias")
        self.bends = self.add_weight(shape=(count, bins, self.width), initializer="zeros", name="bends")

    def call(self, x):
        if not self.columns:
            return x
        deviation = 12**-0.5
        pieces = []
        for index, (place, bins) in enumerate(self.columns):
            weights = self.bends[index, :bins] + self.slope[index] / (bins * deviation)
            shift = self.bias[index] - self.slope[index] * 0.5 / deviation
            pieces.append(ops.matmul(x[:, place : place + bins], weights) + shift)
        if self.others:
            pieces.append(ops.take(x, self.others, axis=1))
        return ops.concatenate(pieces, axis=1)

    def get_config(self):
        return {**super().get_config(), "columns": self.columns, "width": self.width}`,
  waveEmbedding: `class NumberWaves(layers.Layer):
    """Learned waves beside scaled numbers (PBLD of Holzmueller and others, 2024); weights are learned a tenth as fast."""

    def __init__(self, places, waves, width, spread, **options):
        super().__init__(**options)
        self.places, self.waves, self.width, self.spread = list(places), waves, width, spread

    def build(self, shape):
        count, waves, width = len(self.places), self.waves, self.width
        if count == 0:
            return
        begin = keras.initializers
        limit = 10 * waves**-0.5
        self.frequencies = self.add_weight(shape=(count, 1, waves), initializer=begin.RandomNormal(0.0, 10 * self.spread), name="frequencies")
        self.phases = self.add_weight(shape=(count, 1, waves), initializer=begin.RandomUniform(-31.4159265, 31.4159265), name="phases")
        self.amplitudes = self.add_weight(shape=(count, waves, width - 1), initializer=begin.RandomUniform(-limit, limit), name="amplitudes")
        self.bias = self.add_weight(shape=(count, 1, width - 1), initializer=begin.RandomUniform(-limit, limit), name="bias")

    def call(self, x):
        if not self.places:
            return x
        numbers = ops.transpose(ops.take(x, self.places, axis=1))[:, :, None]
        angle = numbers * self.frequencies * 0.1 * 6.283185307179586 + self.phases * 0.1
        beside = ops.matmul(ops.cos(angle), self.amplitudes * 0.1) + self.bias * 0.1
        flat = ops.reshape(ops.transpose(beside, (1, 0, 2)), (-1, len(self.places) * (self.width - 1)))
        return ops.concatenate([x, flat], axis=1)

    def get_config(self):
        own = {"places": self.places, "waves": self.waves, "width": self.width, "spread": self.spread}
        return {**super().get_config(), **own}`,
  columnScaling: `class LearnedScales(layers.Layer):
    """Multiplies each value by a learned number, which is learned faster than other weights."""

    def __init__(self, speed=6.0, **options):
        super().__init__(**options)
        self.speed = speed
        self.supports_masking = True

    def build(self, shape):
        begin = keras.initializers.Constant(1 / self.speed)
        self.scale = self.add_weight(shape=tuple(shape[1:]), initializer=begin, name="scale")

    def call(self, x):
        return x * self.scale * self.speed

    def get_config(self):
        return {**super().get_config(), "speed": self.speed}`,
  scaledDense: `class ScaledDense(layers.Layer):
    """A dense layer whose weights all begin at size 1 and are scaled down."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), initializer=keras.initializers.RandomNormal(0.0, 1.0), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer=keras.initializers.RandomNormal(0.0, 10.0), name="bias")

    def call(self, x):
        return ops.matmul(x, self.kernel) * x.shape[-1] ** -0.5 + self.bias * 0.1

    def get_config(self):
        return {**super().get_config(), "units": self.units}`,
  memberScaling: `class Members(layers.Layer):
    """Makes several networks of the layers behind it, each of which sees the row scaled in a way of its own (TabM)."""

    def __init__(self, members, **options):
        super().__init__(**options)
        self.members = members

    def build(self, shape):
        begin = keras.initializers.RandomNormal(0.0, 1.0)
        self.scale = self.add_weight(shape=(self.members, shape[-1]), initializer=begin, name="scale")

    def call(self, x):
        return x[:, None, :] * self.scale

    def get_config(self):
        return {**super().get_config(), "members": self.members}`,
  output: `class MemberAnswers(layers.Layer):
    """An answer of each member, with weights of its own: (rows, members, values) to (rows, members, units)."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units

    def build(self, shape):
        limit = shape[2] ** -0.5
        begin = keras.initializers.RandomUniform(-limit, limit)
        self.kernel = self.add_weight(shape=(shape[1], shape[2], self.units), initializer=begin, name="kernel")
        self.bias = self.add_weight(shape=(shape[1], 1, self.units), initializer="zeros", name="bias")

    def call(self, x):
        answers = ops.matmul(ops.transpose(x, (1, 0, 2)), self.kernel) + self.bias
        return ops.transpose(answers, (1, 0, 2))

    def get_config(self):
        return {**super().get_config(), "units": self.units}`,
};
