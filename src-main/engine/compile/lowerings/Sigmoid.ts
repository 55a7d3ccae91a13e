import { unary } from './shared/unary';

export const sigmoid = unary('Sigmoid', 'Sigmoid');
