import { networkInvalid } from './define';
import type { Sizes } from './define';
import { only, sizesText } from './sizes';

/** Throws NETWORK_INVALID unless all have the same sizes. @returns them. */
export function sameSizes(given: readonly Sizes[], title: string): Sizes {
  const first = only(given);
  const other = given.find((sizes) => sizesText(sizes) !== sizesText(first));
  if (other === undefined && given.length > 1) return first;
  throw networkInvalid(`${title} needs several layers with the same sizes.`, {
    expected: sizesText(first),
    received: other === undefined ? 'one layer' : sizesText(other),
    next:
      other === undefined
        ? 'Connect another layer to it.'
        : 'Put a Dense layer before one of them that gives the sizes of the other.',
  });
}
