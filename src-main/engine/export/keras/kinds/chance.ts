import { numberOf } from '../settings';
import type { LayerKind } from './kind';

const generator = (key: string): NonNullable<LayerKind['randomness']> => {
  return ({ settings }) => (numberOf(settings, key, 0) > 0 ? ['seed_generator'] : []);
};

/** Layers that chance changes in training only. Ours, whose chance is given to them, are Keras' own there. */
export const dropout: LayerKind = {
  classNames: ['Dropout', 'SeededDropout'],
  rule: { same: ['rate'], neutral: { noise_shape: [] } },
  translate: ({ keep, settings, to }) =>
    keep(settings(), { className: to === 'keras' ? 'Dropout' : 'SeededDropout' }),
  randomness: generator('rate'),
};

export const gaussianNoise: LayerKind = {
  classNames: ['GaussianNoise', 'SeededGaussianNoise'],
  rule: { same: ['stddev', 'deviation'] },
  translate({ keep, settings, to }) {
    const given = settings();
    const deviation = numberOf(given, 'deviation', numberOf(given, 'stddev', 0));
    return to === 'keras'
      ? keep({ stddev: deviation }, { className: 'GaussianNoise' })
      : keep({ deviation }, { className: 'SeededGaussianNoise' });
  },
  randomness: generator('stddev'),
};

/** Whole channels at once: read as layers that leave out single numbers, which is the same when predicting. */
export const spatialDropout: LayerKind = {
  classNames: ['SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'],
  rule: { same: ['rate'], neutral: { data_format: ['channels_last'] } },
  translate: ({ keep, layer, settings, to }) =>
    to === 'keras' || layer.className === 'SpatialDropout1D'
      ? keep(settings())
      : keep(settings(), { className: 'SeededDropout' }),
  randomness: generator('rate'),
};

export const otherChance: LayerKind = {
  classNames: ['GaussianDropout', 'AlphaDropout'],
  rule: { same: ['rate'], neutral: { noise_shape: [] } },
  randomness: generator('rate'),
};

/** Layers that change nothing when predicting and that have no counterpart. */
export const identity: LayerKind = {
  classNames: ['ActivityRegularization', 'Identity'],
  rule: { same: [], neutral: {} },
  translate: ({ keep, to }) =>
    to === 'keras' ? keep({}) : keep({ activation: 'linear' }, { className: 'Activation' }),
};
