import { unary } from './shared/unary';

export const tanh = unary('Tanh', 'Tanh');
