import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, vi } from 'vitest';
import type { EventName, EventPayload } from '../../../src-main/contract/events';
import { jobIdSchema, type JobId } from '../../../src-main/contract/schemas/common';
import type { Session } from '../../../src-main/contract/schemas/runs';
import { createBackend, type Backend, type BackendOptions } from '../../../src-main/services';
import { openHouse, type House } from '../../../src-main/services/headless';

const root = resolve(import.meta.dirname, '../../..');

// Whole trainings, on machines that may have other things to do.
vi.setConfig({ testTimeout: 240_000 });

/** Where the build is: the tests run the built engine, as every host does. */
export const built = process.env['STRONGROOM_BUILT'] ?? join(root, 'out/main');
export const resources = join(root, 'resources');
export const sample = (name: string): string => join(resources, 'samples', name);

export const engineOptions = {
  resources,
  engineEntry: join(built, 'engine-child.js'),
  version: '0.0.0-test',
};

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What `runs.export` is asked for: the default of every choice. */
export const asOnnx = {
  format: 'onnx',
  quantize: 'none',
  scope: 'pipeline',
  licence: '',
  withKit: false,
} as const;

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'strongroom-test-'));
  cleanups.push(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

const optionsIn = (workspace: string): BackendOptions => ({ ...engineOptions, host: 'browser', workspace });

/** A backend over real children, closed after the test. */
export async function startBackend(workspace?: string): Promise<Backend> {
  const backend = await createBackend(optionsIn(workspace ?? (await temporaryFolder())));
  cleanups.push(() => backend.close());
  return backend;
}

/** The same with what is behind it, for tests that harm children. */
export async function startHouse(workspace?: string): Promise<House> {
  const house = await openHouse(optionsIn(workspace ?? (await temporaryFolder())));
  cleanups.push(() => house.close());
  return house;
}

let jobs = 0;
export const newJob = (): JobId => jobIdSchema.parse(`job-${String(++jobs)}`);

/** Resolves with the first event of that name that fulfils the condition. */
export function nextEvent<Name extends EventName>(
  backend: Pick<Backend, 'subscribe'>,
  name: Name,
  condition: (payload: EventPayload<Name>) => boolean,
): Promise<EventPayload<Name>> {
  return new Promise((done) => {
    const unsubscribe = backend.subscribe((event, payload) => {
      // The bus emits a payload of the event's own type; the comparison of names cannot tell the compiler.
      const own = payload as EventPayload<EventName> as EventPayload<Name>;
      if (event !== (name as string) || !condition(own)) return;
      unsubscribe();
      done(own);
    });
  });
}

const endedStates: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled']);

/** Starts a session and waits for its end. */
export async function trainToEnd(backend: Backend): Promise<Session> {
  const { id } = await backend.handlers['sessions.start']({});
  const find = async (): Promise<Session | undefined> =>
    (await backend.handlers['sessions.list']({})).find((session) => session.id === id);
  const ended = nextEvent(
    backend,
    'session.changed',
    (session) => session.id === id && endedStates.has(session.state),
  );
  const now = await find();
  if (now !== undefined && endedStates.has(now.state)) return now;
  await ended;
  const session = await find();
  if (session === undefined) throw new Error('the session is not in the list');
  return session;
}

/** Sends a file up in small chunks, as the interface does. */
export async function upload(backend: Backend, name: string, content: Buffer, chunk = 1000) {
  const { handlers } = backend;
  const { upload: id } = await handlers['uploads.begin']({ name, bytes: content.length });
  for (let offset = 0; offset < content.length; offset += chunk) {
    const bytes = new Uint8Array(content.subarray(offset, offset + chunk));
    await handlers['uploads.append']({ upload: id, offset, bytes });
  }
  return { kind: 'upload' as const, upload: id };
}

/** Takes a whole file down. */
export async function download(
  backend: Backend,
  { id, bytes }: { id: string; bytes: number },
): Promise<Buffer> {
  const { downloadIdSchema } = await import('../../../src-main/contract/schemas/common');
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < bytes;) {
    const params = { download: downloadIdSchema.parse(id), offset, length: 4096 };
    const { bytes: part } = await backend.handlers['downloads.read'](params);
    parts.push(part);
    offset += part.length;
  }
  return Buffer.concat(parts);
}
