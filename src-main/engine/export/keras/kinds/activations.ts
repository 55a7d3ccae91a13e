import { unsupportedLayer } from '../errors';
import { numberOf } from '../settings';
import type { LayerKind } from './kind';

/** max(0, x), with Keras' further settings where a layer of TensorFlow.js computes the same. */
export const relu: LayerKind = {
  classNames: ['ReLU'],
  rule: { same: ['max_value', 'negative_slope', 'threshold'] },
  translate({ keep, layer, settings, to }) {
    const given = settings();
    const slope = numberOf(given, 'negative_slope', 0);
    const threshold = numberOf(given, 'threshold', 0);
    const hasMost = given['max_value'] !== undefined;
    const rest = hasMost ? { max_value: numberOf(given, 'max_value', 0) } : {};
    if (to === 'keras' || (slope === 0 && threshold === 0)) return keep(to === 'keras' ? given : rest);
    if (hasMost || (slope !== 0 && threshold !== 0)) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'bends in more than one place, which can not be computed',
      );
    }
    return slope === 0
      ? keep({ theta: threshold }, { className: 'ThresholdedReLU' })
      : keep({ alpha: slope }, { className: 'LeakyReLU' });
  },
};

/** x above a threshold, else 0; Keras 3 has it as a setting of its ReLU. */
export const thresholdedRelu: LayerKind = {
  classNames: ['ThresholdedReLU'],
  rule: { same: ['theta'] },
  translate: ({ keep, settings, to }) =>
    to === 'keras'
      ? keep({ threshold: numberOf(settings(), 'theta', 1) }, { className: 'ReLU' })
      : keep(settings()),
};

/** x, or so much of it below 0. TensorFlow.js calls the share alpha, Keras 3 negative_slope. */
export const leakyRelu: LayerKind = {
  classNames: ['LeakyReLU'],
  rule: { same: ['alpha', 'negative_slope'] },
  translate({ keep, settings, to }) {
    const given = settings();
    const slope = numberOf(given, 'alpha', numberOf(given, 'negative_slope', 0.3));
    return keep({ [to === 'keras' ? 'negative_slope' : 'alpha']: slope });
  },
};

export const prelu: LayerKind = { classNames: ['PReLU'], rule: { same: ['shared_axes'] } };
export const elu: LayerKind = { classNames: ['ELU'], rule: { same: ['alpha'] } };
export const softmax: LayerKind = { classNames: ['Softmax'], rule: { same: ['axis'] } };
