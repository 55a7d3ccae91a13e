import { unary } from './shared/unary';

export const log = unary('Log', 'Log');
