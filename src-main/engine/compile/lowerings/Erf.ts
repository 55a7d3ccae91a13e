import { unary } from './shared/unary';

/** tfjs computes erf by Abramowitz and Stegun 7.1.26, which is within 1.5e-7 of what ONNX computes. */
export const erf = unary('Erf', 'Erf');
