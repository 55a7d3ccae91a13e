import { StrongroomError } from '../../../contract/errors';

/** The value of that name. Throws INTERNAL when there is none: an optimizer asks only for what it named. */
export function named<T>(values: Readonly<Record<string, T>>, name: string): T {
  const value = values[name];
  if (value === undefined) throw new StrongroomError('INTERNAL', `The step has no value ${name}.`);
  return value;
}
