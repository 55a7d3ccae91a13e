import { unary } from './shared/unary';

export const ceil = unary('Ceil', 'Ceil');
