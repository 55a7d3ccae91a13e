import { binary } from './shared/binary';

export const minimum = binary('Minimum', 'Min');
