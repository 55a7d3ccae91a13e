import { unary } from './shared/unary';

export const cosh = unary('Cosh', 'Cosh');
