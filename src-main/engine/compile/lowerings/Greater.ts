import { comparison } from './shared/comparison';

export const greater = comparison('Greater', 'Greater');
