import { unary } from './shared/unary';

export const cos = unary('Cos', 'Cos');
