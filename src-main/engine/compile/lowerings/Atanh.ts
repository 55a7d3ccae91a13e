import { unary } from './shared/unary';

export const atanh = unary('Atanh', 'Atanh');
