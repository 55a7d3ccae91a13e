import { unary } from './shared/unary';

export const asin = unary('Asin', 'Asin');
