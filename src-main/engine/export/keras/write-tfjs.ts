import { io } from '@tensorflow/tfjs-core';
import { assembleNetwork } from './build-network';
import type { Graph } from './graph';

/** How large one file of weights may grow: what converters of TensorFlow.js take. */
export const shardBytes = 4 * 1024 * 1024;

/**
 * A network of layers as the files that TensorFlow.js reads, by name: model.json and its weights in parts.
 * @param graph of layers that TensorFlow.js has. @param producer which program wrote it, with its
 * version. @param notes kept beside it.
 */
export async function writeTfjs(
  graph: Graph,
  producer: string,
  notes: Record<string, unknown> | null = null,
): Promise<Map<string, Uint8Array>> {
  const network = assembleNetwork(graph);
  const files = new Map<string, Uint8Array>();
  try {
    await network.save(
      io.withSaveHandler(({ modelTopology, weightSpecs = [], weightData }) => {
        const data = weightData === undefined ? new ArrayBuffer(0) : io.CompositeArrayBuffer.join(weightData);
        const bytes = new Uint8Array(data);
        const count = Math.max(1, Math.ceil(bytes.length / shardBytes));
        const paths = Array.from(
          { length: count },
          (_, part) => `group1-shard${String(part + 1)}of${String(count)}.bin`,
        );
        const document = {
          format: 'layers-model',
          generatedBy: producer,
          convertedBy: null,
          modelTopology,
          ...(notes === null ? {} : { userDefinedMetadata: notes }),
          weightsManifest: [{ paths, weights: weightSpecs }],
        };
        files.set('model.json', Buffer.from(JSON.stringify(document)));
        paths.forEach((path, part) =>
          files.set(path, bytes.slice(part * shardBytes, (part + 1) * shardBytes)),
        );
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
      }),
    );
  } finally {
    network.dispose();
  }
  return files;
}
