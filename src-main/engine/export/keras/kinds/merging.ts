import type { LayerKind } from './kind';

/** Layers that put several tensors together. */
export const merging: LayerKind = {
  classNames: ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum'],
  rule: { same: [] },
};

export const concatenate: LayerKind = { classNames: ['Concatenate'], rule: { same: ['axis'] } };

export const dot: LayerKind = { classNames: ['Dot'], rule: { same: ['axes', 'normalize'] } };

/** The first less the second, which TensorFlow.js has no layer for. */
export const subtract: LayerKind = {
  classNames: ['Subtract'],
  rule: { same: [] },
  translate({ builder, inputs, keep, layer, shape, to }) {
    const [first, second] = inputs;
    if (to === 'keras' || first === undefined || second === undefined) return keep({});
    const turned = builder.add(
      `${layer.name}_negative`,
      'Rescaling',
      { scale: -1, offset: 0 },
      [second],
      second.shape,
    );
    return builder.add(layer.name, 'Add', {}, [first, turned], shape);
  },
};
