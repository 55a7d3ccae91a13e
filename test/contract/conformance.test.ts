import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { callNames, calls, type CallName, type CallParams } from '../../src-main/contract/calls';
import { StrongroomError } from '../../src-main/contract/errors';
import { eventNames, events, type EventName, type EventPayload } from '../../src-main/contract/events';
import { downloadIdSchema, jobIdSchema, uploadIdSchema } from '../../src-main/contract/schemas/common';
import type { Handlers } from '../../src-main/services/backend';
import { createClient, type Client } from '../../src-renderer/api/client';
import { createExampleBackend, type ExampleBackend } from '../support/backend';
import { exampleOf } from '../support/examples';
import { linkOverIpc, linkOverWebSocket, whenStatus, type Link } from '../support/transports';

const paramSchemas: { [Name in CallName]: { params: z.ZodType<unknown, CallParams<Name>> } } = calls;
const eventSchemas: { [Name in EventName]: z.ZodType<EventPayload<Name>> } = events;
const upload = uploadIdSchema.parse('an-upload');
const download = downloadIdSchema.parse('a-download');
const job = jobIdSchema.parse('a-job');

const progress = (detail: string): EventPayload<'job.progress'> => ({
  job,
  title: 'Importing',
  fraction: 0.5,
  detail,
  secondsLeft: null,
});

async function thrownBy(work: Promise<unknown>): Promise<StrongroomError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StrongroomError))
    throw new Error(`No StrongroomError was thrown but ${String(error)}`);
  return error;
}

describe.each([
  ['Electron IPC', linkOverIpc],
  ['WebSocket', linkOverWebSocket],
])('contract over %s', (_name, makeLink) => {
  const links: Link[] = [];
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close();
  });

  async function open(
    overrides: Partial<Handlers> = {},
  ): Promise<{ backend: ExampleBackend; link: Link; client: Client }> {
    const backend = createExampleBackend(overrides);
    const link = await makeLink(backend);
    links.push(link);
    return { backend, link, client: createClient(link.transport) };
  }

  it.each(callNames)('carries %s there and back', async (name) => {
    const { backend, client } = await open();
    const params = exampleOf(paramSchemas[name].params as z.ZodType<CallParams<typeof name>>);
    expect(await client.call(name, params)).toEqual(exampleOf(calls[name].result as z.ZodType));
    expect(backend.calledWith).toEqual([[name, params]]);
  });

  it.each(eventNames)('carries the event %s', async (name) => {
    const { backend, client } = await open();
    const payload = exampleOf<EventPayload<typeof name>>(eventSchemas[name]);
    const arrived = new Promise((resolve) => client.on(name, resolve));
    backend.emit(name, payload);
    expect(await arrived).toEqual(payload);
  });

  it('refuses bad parameters before they are sent', async () => {
    const { backend, client } = await open();
    const error = await thrownBy(client.call('projects.create', { name: '' }));
    expect(error).toMatchObject({ code: 'BAD_REQUEST', expected: 'the parameters of projects.create' });
    expect(backend.calledWith).toEqual([]);
  });

  it.each([
    ['a name that is too long', 'projects.create', { name: 'x'.repeat(121) }],
    ['an id that is a path', 'runs.get', { run: '../../etc' }],
    ['bytes that are an array', 'uploads.append', { upload, offset: 0, bytes: [1, 2] }],
    ['nothing', 'jobs.cancel', null],
  ])('refuses %s on arrival', async (_what, call, params) => {
    const { backend, link } = await open();
    const reply = await link.transport.request({ kind: 'request', id: 7, call, params });
    expect(reply).toMatchObject({ kind: 'reply', id: 7, ok: false, error: { code: 'BAD_REQUEST' } });
    expect(backend.calledWith).toEqual([]);
  });

  it.each(['no.such.call', 'constructor', '__proto__', 'toString', ''])(
    'does not know the call "%s"',
    async (call) => {
      const { link } = await open();
      const reply = await link.transport.request({ kind: 'request', id: 3, call, params: {} });
      expect(reply).toMatchObject({ id: 3, ok: false, error: { code: 'UNKNOWN_CALL' } });
    },
  );

  it('keeps the code, what was expected, what came and what to do', async () => {
    const payload = {
      code: 'TARGET_SINGLE_CLASS',
      message: 'The column “Größe 体重” has a single value, 3.',
      expected: 'at least two values',
      received: '1 value',
      next: 'Choose another column.',
    } as const;
    const { client } = await open({
      'recipes.plan': () => Promise.reject(StrongroomError.fromPayload(payload)),
    });
    expect((await thrownBy(client.call('recipes.plan', {}))).toPayload()).toEqual(payload);
  });

  it('gives an error without a code the right one', async () => {
    const { client } = await open({
      'recipes.plan': () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
      'doctor.report': () => Promise.reject(new TypeError('x is undefined')),
    });
    expect(await thrownBy(client.call('recipes.plan', {}))).toMatchObject({ code: 'DISK_FULL' });
    expect(await thrownBy(client.call('doctor.report', {}))).toMatchObject({
      code: 'INTERNAL',
      message: 'x is undefined',
    });
  });

  it('holds back an answer that does not follow the contract', async () => {
    const { client } = await open({
      'downloads.read': async () => ({ bytes: new Uint8Array(1), total: Number.NaN }),
    });
    const error = await thrownBy(client.call('downloads.read', { download, offset: 0, length: 1 }));
    expect(error).toMatchObject({ code: 'INTERNAL', expected: 'the result of downloads.read' });
  });

  it('holds back an event that does not follow the contract', async () => {
    const { backend, client } = await open();
    const seen: string[] = [];
    const last = new Promise<void>((resolve) => {
      client.on('job.progress', ({ detail }) => {
        seen.push(detail);
        if (detail === 'good') resolve();
      });
    });
    backend.emit('job.progress', { ...progress('bad'), fraction: Number.NaN });
    backend.emit('job.progress', progress('good'));
    await last;
    expect(seen).toEqual(['good']);
  });

  it('keeps bytes, both ways, also those of a view into a larger buffer', async () => {
    const whole = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);
    let received = new Uint8Array();
    const { client } = await open({
      'uploads.append': async ({ bytes }) => {
        received = new Uint8Array(bytes);
        return { received: bytes.byteLength };
      },
      'downloads.read': async () => ({ bytes: whole.subarray(100, 400), total: 300 }),
    });
    await client.call('uploads.append', { upload, offset: 0, bytes: whole.subarray(3, 773) });
    expect(received).toEqual(whole.slice(3, 773));
    const { bytes } = await client.call('downloads.read', { download, offset: 0, length: 300 });
    expect(bytes).toEqual(whole.slice(100, 400));
    expect(
      (await client.call('uploads.append', { upload, offset: 0, bytes: new Uint8Array() })).received,
    ).toBe(0);
  });

  it('delivers events in the order in which they were sent', async () => {
    const { backend, client } = await open();
    const seen: number[] = [];
    const all = new Promise<void>((resolve) => {
      client.on('job.progress', ({ detail }) => {
        seen.push(Number(detail));
        if (seen.length === 500) resolve();
      });
    });
    for (let i = 0; i < 500; i++) backend.emit('job.progress', progress(String(i)));
    await all;
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => i));
  });

  it('stops telling whoever stopped listening', async () => {
    const { backend, client } = await open();
    const first: string[] = [];
    const stop = client.on('job.progress', ({ detail }) => void first.push(detail));
    backend.emit('job.progress', progress('one'));
    await client.call('projects.list', {});
    stop();
    const heard = new Promise((resolve) => client.on('job.progress', resolve));
    backend.emit('job.progress', progress('two'));
    await heard;
    expect(first).toEqual(['one']);
  });

  it('carries 20 MB of rows, and a piece of a file of the largest size', async () => {
    const text = 'é体🙂"\\\n'.repeat(2000);
    const rows = Array.from({ length: 1000 }, (_, i) => [i, text, null]);
    const { client } = await open({
      'datasets.rows': async () => ({ ...exampleOf(calls['datasets.rows'].result), rows }),
    });
    const dataset = exampleOf(calls['datasets.rows'].params).dataset;
    const page = await client.call('datasets.rows', { dataset, offset: 0, limit: 1000 });
    expect(page.rows.length).toBe(1000);
    expect(page.rows[999]).toEqual([999, text, null]);
    const bytes = new Uint8Array(1 << 20).fill(255);
    await client.call('uploads.append', { upload, offset: 0, bytes });
  });

  it('gives each of many requests at once its own answer, whatever their order', async () => {
    const { client } = await open({
      'uploads.append': async ({ offset }) => {
        await new Promise((resolve) => setTimeout(resolve, (offset * 7919) % 23));
        return { received: offset };
      },
    });
    const offsets = Array.from({ length: 300 }, (_, i) => i);
    const answers = await Promise.all(
      offsets.map((offset) => client.call('uploads.append', { upload, offset, bytes: new Uint8Array(3) })),
    );
    expect(answers.map(({ received }) => received)).toEqual(offsets);
  });

  it('serves two windows, each with its own answers and both with the events', async () => {
    const { backend, client, link } = await open();
    const second = createClient(link.transport);
    const heard = Promise.all(
      [client, second].map((each) => new Promise((resolve) => each.on('job.progress', resolve))),
    );
    backend.emit('job.progress', progress('to both'));
    expect(await heard).toEqual([progress('to both'), progress('to both')]);
  });

  it('says when the main process is gone', async () => {
    const { client, link } = await open();
    await client.call('projects.list', {});
    await link.cut();
    expect(await thrownBy(client.call('projects.list', {}))).toMatchObject({ code: 'DISCONNECTED' });
  });

  it('tells the status at once and after closing', async () => {
    const { client } = await open();
    const seen: boolean[] = [];
    client.onStatus((connected) => void seen.push(connected));
    client.close();
    await whenStatus(client, false);
    expect(seen).toEqual([true, false]);
    expect(await thrownBy(client.call('projects.list', {}))).toMatchObject({ code: 'DISCONNECTED' });
  });
});
