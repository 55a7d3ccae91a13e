import { unary } from './shared/unary';

export const floor = unary('Floor', 'Floor');
