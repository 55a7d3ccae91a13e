import { unary } from './shared/unary';

export const sqrt = unary('Sqrt', 'Sqrt');
