import { unary } from './shared/unary';

export const softplus = unary('Softplus', 'Softplus');
