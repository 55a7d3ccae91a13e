import { unary } from './shared/unary';

export const atan = unary('Atan', 'Atan');
