import { unary } from './shared/unary';

export const reciprocal = unary('Reciprocal', 'Reciprocal');
