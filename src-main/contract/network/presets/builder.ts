import type { z } from 'zod';
import { layerSchema } from '../index';
import type { Layer, Network } from '../index';

export type NewLayer = z.input<typeof layerSchema>;

/** Puts a network together layer by layer. */
export class NetworkBuilder {
  private readonly layers: Layer[] = [];

  /** Adds a layer; gives its id. */
  add(layer: NewLayer): string {
    this.layers.push(layerSchema.parse(layer));
    return layer.id;
  }

  /** The network whose answer is made of what `id` gives. @param members whether that is values of several members. */
  finish(id: string, members = false): Network {
    this.add({ id: 'output', kind: 'output', inputs: [id], members });
    return { layers: this.layers };
  }
}
