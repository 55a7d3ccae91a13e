import { unary } from './shared/unary';

export const sinh = unary('Sinh', 'Sinh');
