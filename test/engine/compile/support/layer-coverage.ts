import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InferenceSession } from 'onnxruntime-node';
import { StrongroomError } from '../../../../src-main/contract/errors';
import { simplify } from '../../../../src-main/engine/compile/passes';
import { epochProgram } from '../../../../src-main/engine/compile/training/epoch-program';
import { traceStep } from '../../../../src-main/engine/compile/training/step';
import { skippedProducts } from '../../../../src-main/engine/compile/trace/skipped';
import { record, trace } from '../../../../src-main/engine/compile/trace/trace';
import { asMatrix } from '../../../../src-main/engine/features/tensors';
import { meanSquaredError } from '../../../../src-main/engine/learning/losses/mean-squared-error';
import { networkOutput } from '../../../../src-main/engine/model/pipeline';
import type { LayerCase } from '../../../parity/layer-cases';
import { plainStep } from '../../../parity/layer-job';
import type { LayerKind } from './layer-kinds';
import { onnxOf } from './onnx';

export interface Coverage {
  kind: string;
  tested: boolean;
  /** null where it works, else why not. */
  plain: string | null;
  trained: string | null;
  answered: string | null;
  /** Of tfjs, forward and backward. */
  kernels: string[];
}

const batch = 3;

/** Names of layers and weights are numbered by how many there were before, so they are left out. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/(layer|weight) [A-Za-z_]+_?\d\S*/g, '$1')
    .split('\n')[0] ?? '';

/** null when it works. What is no fault of the network is thrown. */
async function whyNot(work: () => unknown): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof StrongroomError && error.code !== 'KERNEL_NOT_SUPPORTED') throw error;
    return reasonOf(error);
  }
}

async function open(bytes: Uint8Array): Promise<void> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
  await session.release();
}

function stepOf(network: LayersModel, x: tf.Tensor): Record<string, tf.Tensor> {
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const train = (): tf.Scalar => {
    const output = network.apply(x, { training: true });
    if (!(output instanceof tf.Tensor)) throw new TypeError('no tensor');
    return meanSquaredError(asMatrix(output), tf.zeros([batch, 1]));
  };
  const { value, grads } = tf.variableGrads(train, variables);
  return { value, ...grads };
}

/** The kernels that layers of this kind ask for, in training where it can be traced, else in answering. */
function kernelsOf(network: LayersModel, kind: string, width: number): string[] {
  const names = network.layers
    .filter((layer) => layer.getClassName().toLowerCase() === kind.toLowerCase())
    .map(({ name }) => name);
  const traced = (work: (x: tf.Tensor) => Record<string, tf.Tensor>): string[] =>
    tf.tidy(() => {
      const { graph } = record(
        ({ x }) => work(x ?? tf.scalar(0)),
        { x: tf.zeros([batch, width]) },
        skippedProducts,
      );
      const own = graph.nodes.filter(({ layer }) => layer !== undefined && names.includes(layer));
      return own.map(({ kernel }) => kernel);
    });
  for (const work of [
    (x: tf.Tensor) => stepOf(network, x),
    (x: tf.Tensor) => ({ y: networkOutput(network, asMatrix(x)) }),
  ]) {
    try {
      return traced(work);
    } catch {
      // It cannot be traced in training, or not at all, which the other columns tell.
    }
  }
  return [];
}

async function coverageOf(layerCase: LayerCase, kind: string): Promise<Omit<Coverage, 'kind' | 'tested'>> {
  const { width } = layerCase;
  const network = layerCase.network();
  const plain = await whyNot(() => tf.tidy(() => stepOf(network, tf.zeros([batch, width]))));
  const trained = await whyNot(() => {
    const step = plainStep(network, batch);
    return open(epochProgram(traceStep(step, batch, width), step.stateNames));
  });
  const answered = await whyNot(() => {
    const graph = trace(
      ({ x }) => ({ y: networkOutput(network, asMatrix(x ?? tf.scalar(0))) }),
      (rows) => ({ x: tf.zeros([rows, width]) }),
      skippedProducts,
    );
    return open(onnxOf(simplify(graph)));
  });
  const kernels = kernelsOf(network, kind, width);
  network.dispose();
  return { plain, trained, answered, kernels };
}

/** What becomes of a kind of layer; where its cases differ, the first that does not work tells. */
export async function layerCoverage({ kind, cases, tested }: LayerKind): Promise<Coverage> {
  const all: Omit<Coverage, 'kind' | 'tested'>[] = [];
  for (const layerCase of cases) all.push(await coverageOf(layerCase, kind));
  const first = (pick: (coverage: Omit<Coverage, 'kind' | 'tested'>) => string | null): string | null =>
    all.map(pick).find((reason) => reason !== null) ?? null;
  return {
    kind,
    tested,
    plain: first(({ plain }) => plain),
    trained: first(({ trained }) => trained),
    answered: first(({ answered }) => answered),
    kernels: [...new Set(all.flatMap(({ kernels }) => kernels))].sort(),
  };
}
