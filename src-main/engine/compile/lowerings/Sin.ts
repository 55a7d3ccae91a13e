import { unary } from './shared/unary';

export const sin = unary('Sin', 'Sin');
