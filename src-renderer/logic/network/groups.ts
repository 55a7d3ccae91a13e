import { layerDefinitions, layerGroups } from '../../../src-main/contract/network';
import type { LayerDefinition, LayerGroup, LayerKind } from '../../../src-main/contract/network';

/** What groups of layers are called, and the colour that goes with the word. */
export const groupLooks: Readonly<Record<LayerGroup, { title: string; colour: string }>> = {
  basic: { title: 'Basic', colour: 'var(--series-0)' },
  shape: { title: 'Shape', colour: 'var(--series-7)' },
  normalisation: { title: 'Normalisation', colour: 'var(--series-2)' },
  noise: { title: 'Noise', colour: 'var(--series-6)' },
  sequence: { title: 'Sequences', colour: 'var(--series-5)' },
  convolution: { title: 'Convolution', colour: 'var(--series-3)' },
  attention: { title: 'Attention', colour: 'var(--series-1)' },
  table: { title: 'Columns of a table', colour: 'var(--series-4)' },
  ends: { title: 'Ends', colour: 'var(--text-2)' },
};

export interface KindChoice {
  kind: LayerKind;
  definition: LayerDefinition;
}

/** Every kind of layer, by groups in the order of the menu. */
export const kindChoices: readonly KindChoice[] = layerGroups.flatMap((group) =>
  layerKinds().flatMap((kind) =>
    layerDefinitions[kind].group === group ? [{ kind, definition: layerDefinitions[kind] }] : [],
  ),
);

function layerKinds(): LayerKind[] {
  const isKind = (name: string): name is LayerKind => Object.hasOwn(layerDefinitions, name);
  return Object.keys(layerDefinitions).filter(isKind);
}
