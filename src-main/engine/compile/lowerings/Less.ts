import { comparison } from './shared/comparison';

export const less = comparison('Less', 'Less');
