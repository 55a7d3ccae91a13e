import { logical } from './shared/logical';

export const logicalAnd = logical('LogicalAnd', 'And');
