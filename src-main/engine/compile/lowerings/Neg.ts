import { unary } from './shared/unary';

export const neg = unary('Neg', 'Neg');
