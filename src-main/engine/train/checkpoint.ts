import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { epochPointSchema } from '../../contract/schemas/runs';
import { layerHistorySchema } from '../../contract/schemas/layers';
import type { LayerHistory } from '../../contract/schemas/layers';
import type { EpochPoint } from '../../contract/schemas/runs';
import { rateChangeSchema } from '../../contract/schemas/training';
import type { RateChange } from '../../contract/schemas/training';
import { writeWhole } from '../data/write-whole';
import type { SessionSnapshot } from '../runtimes/runtime';
import type { PlateauState } from './plateau';
import type { StoppingState } from './stopping';

/**
 * Everything that training needs to go on after its last whole epoch as if it had never ended. The order of the rows
 * is not in it: it follows from the seed and the number of epochs.
 */
export interface Checkpoint {
  history: EpochPoint[];
  layers: LayerHistory | null;
  /** Changes of the learning rate of this part of the training. */
  rateChanges: RateChange[];
  session: SessionSnapshot;
  stopping: StoppingState;
  bestWeights: Float32Array[];
  plateau: PlateauState;
  /** Spent so far. */
  seconds: number;
  /** Which runtime and device made it: elsewhere the same steps end in other last digits. */
  runtime: string;
  device: string;
}

const stateOfRandom = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const nullable = z.number().nullable();

const headerSchema = z.object({
  version: z.literal(1),
  /** Of what is trained: a checkpoint of something else is not used. */
  key: z.string(),
  history: z.array(epochPointSchema),
  layers: layerHistorySchema.nullable().default(null),
  rateChanges: z.array(rateChangeSchema).default([]),
  steps: z.number().int(),
  noise: z.record(z.string(), stateOfRandom),
  stopping: z.object({
    bestEpoch: z.number(),
    bestValue: nullable,
    progressValue: nullable,
    progressEpoch: z.number(),
  }),
  plateau: z.object({ factor: z.number(), best: nullable, waited: z.number() }),
  seconds: z.number(),
  runtime: z.string(),
  device: z.string(),
  /** Lengths of the float32 vectors that follow. */
  state: z.array(z.tuple([z.string(), z.number().int()])),
  bestWeights: z.array(z.number().int()),
  checksum: z.string(),
});

const magic = 'SRC1';

function bytesOf(vectors: readonly Float32Array[]): Uint8Array {
  const bytes = new Uint8Array(vectors.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of vectors) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

const checksumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Writes a checkpoint so that a crash leaves this one or the one before: magic, length of the header (little-endian
 * uint32), header as JSON, then the vectors as little-endian float32.
 */
export async function writeCheckpoint(path: string, key: string, checkpoint: Checkpoint): Promise<void> {
  const { session, bestWeights, ...rest } = checkpoint;
  const state = Object.entries(session.state);
  const payload = bytesOf([...state.map(([, values]) => values), ...bestWeights]);
  const header: z.infer<typeof headerSchema> = {
    version: 1,
    key,
    history: rest.history,
    layers: rest.layers,
    rateChanges: rest.rateChanges,
    steps: session.steps,
    noise: Object.fromEntries(
      Object.entries(session.noise).map(([name, [a, b, c, d]]) => [name, [a, b, c, d]]),
    ),
    stopping: rest.stopping,
    plateau: rest.plateau,
    seconds: rest.seconds,
    runtime: rest.runtime,
    device: rest.device,
    state: state.map(([name, { length }]) => [name, length]),
    bestWeights: bestWeights.map(({ length }) => length),
    checksum: checksumOf(payload),
  };
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const head = Buffer.alloc(8);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(json.length, 4);
  await writeWhole(path, head, json, payload);
}

function parseHeader(bytes: Buffer): { header: z.infer<typeof headerSchema>; payload: Uint8Array } | null {
  if (bytes.length < 8 || bytes.toString('latin1', 0, 4) !== magic) return null;
  const end = 8 + bytes.readUInt32LE(4);
  try {
    const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', 8, end)));
    // Copied, so that float32 is aligned.
    return { header, payload: new Uint8Array(bytes.subarray(end)) };
  } catch {
    return null;
  }
}

/** The checkpoint at `path`, or null when there is none, when it is damaged, or when it is of something else. */
export async function readCheckpoint(path: string, key: string): Promise<Checkpoint | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  const parsed = bytes === null ? null : parseHeader(bytes);
  if (parsed?.header.key !== key || checksumOf(parsed.payload) !== parsed.header.checksum) return null;
  const { header, payload } = parsed;
  let offset = 0;
  const take = (length: number): Float32Array => {
    const values = new Float32Array(payload.buffer, offset, length).slice();
    offset += 4 * length;
    return values;
  };
  const state = Object.fromEntries(header.state.map(([name, length]) => [name, take(length)]));
  return {
    history: header.history.map((point) => ({ ...point })),
    layers: header.layers,
    rateChanges: header.rateChanges,
    session: { state, steps: header.steps, noise: header.noise },
    stopping: header.stopping,
    bestWeights: header.bestWeights.map(take),
    plateau: header.plateau,
    seconds: header.seconds,
    runtime: header.runtime,
    device: header.device,
  };
}

/** How often checkpoints are written, so that they cost little: at most a twentieth of the time, and once a second. */
export class CheckpointPace {
  private next: number;

  constructor(
    private readonly seconds = 1,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {
    this.next = now() + seconds;
  }

  isDue(): boolean {
    return this.now() >= this.next;
  }

  /** Tells how long the last one took. */
  took(seconds: number): void {
    this.next = this.now() + Math.max(this.seconds, 20 * seconds);
  }
}
