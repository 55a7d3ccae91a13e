import { unary } from './shared/unary';

export const asinh = unary('Asinh', 'Asinh');
