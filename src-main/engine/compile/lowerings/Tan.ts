import { unary } from './shared/unary';

export const tan = unary('Tan', 'Tan');
