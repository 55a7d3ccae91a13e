import { unary } from './shared/unary';

export const abs = unary('Abs', 'Abs');
