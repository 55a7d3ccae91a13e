import { unary } from './shared/unary';

export const relu = unary('Relu', 'Relu');
