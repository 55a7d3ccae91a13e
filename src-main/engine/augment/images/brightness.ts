import { withValues, within, type ImageMethod } from './image';

/** Adds up to `strength` to every value, or takes it away. */
export const brightness: ImageMethod = (image, strength, random) => {
  const added = within(strength, random);
  return withValues(image, (value) => value + added);
};
