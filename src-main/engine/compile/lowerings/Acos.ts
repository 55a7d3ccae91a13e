import { unary } from './shared/unary';

export const acos = unary('Acos', 'Acos');
