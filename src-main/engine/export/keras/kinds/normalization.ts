import type { LayerKind } from './kind';

/** Weights in both: gamma and beta, as far as they are there, then the moving mean and variance. */
export const batchNormalization: LayerKind = {
  classNames: ['BatchNormalization'],
  rule: {
    same: ['axis', 'momentum', 'epsilon', 'center', 'scale'],
    neutral: {
      renorm: [false],
      renorm_clipping: [],
      renorm_momentum: [0.99],
      virtual_batch_size: [],
      fused: [true, false],
    },
  },
  translate({ keep, settings }) {
    const given = settings();
    const { axis } = given;
    // Keras before 3 writes a list of one.
    return keep({ ...given, ...(Array.isArray(axis) && axis.length === 1 ? { axis: axis[0] ?? -1 } : {}) });
  },
  fixedWeights: 2,
};

export const layerNormalization: LayerKind = {
  classNames: ['LayerNormalization'],
  rule: { same: ['axis', 'epsilon', 'center', 'scale'], neutral: { rms_scaling: [false] } },
};
