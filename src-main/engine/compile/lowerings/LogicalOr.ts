import { logical } from './shared/logical';

export const logicalOr = logical('LogicalOr', 'Or');
