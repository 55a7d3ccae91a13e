import { expect, test } from 'vitest';
import { runIdSchema } from '../../../src-main/contract/schemas/common';
import { sessionSchema, type Session } from '../../../src-main/contract/schemas/runs';
import { announceEnds } from '../../../src-main/hosts/desktop/announce';
import { createExampleBackend } from '../../support/backend';
import { exampleOf } from '../../support/examples';

interface Shown {
  title: string;
  body: string;
  silent: boolean;
  click: () => void;
}

/** Notifications of a system that takes them all. */
function recording(supported = true) {
  const shown: Shown[] = [];
  class Recorded {
    static isSupported = (): boolean => supported;
    private click: () => void = () => undefined;
    constructor(private readonly options: Omit<Shown, 'click'>) {}
    on(_event: 'click', listener: () => void): void {
      this.click = listener;
    }
    show(): void {
      shown.push({ ...this.options, click: this.click });
    }
  }
  return { shown, Recorded };
}

const session: Session = { ...exampleOf(sessionSchema), name: 'Run 3', target: 'price', error: null };

test('the end of a training is told once, without a sound, and opens the workbench', () => {
  const backend = createExampleBackend();
  const { shown, Recorded } = recording();
  let opened = 0;
  announceEnds(
    backend,
    Recorded,
    () => false,
    () => (opened += 1),
  );
  backend.emit('session.changed', { ...session, state: 'training' });
  expect(shown).toEqual([]);
  backend.emit('session.changed', { ...session, state: 'done' });
  backend.emit('session.changed', { ...session, state: 'done' });
  expect(shown).toMatchObject([{ title: 'Run 3 is trained.', body: 'It predicts price.', silent: true }]);
  shown[0]?.click();
  expect(opened).toBe(1);
});

test('a failure says why; a cancelled training is no news; nor is anything while the window is looked at', () => {
  const backend = createExampleBackend();
  const { shown, Recorded } = recording();
  let looked = false;
  announceEnds(
    backend,
    Recorded,
    () => looked,
    () => undefined,
  );
  backend.emit('session.changed', { ...session, state: 'cancelled' });
  const error = { code: 'LOSS_NOT_FINITE', message: 'The loss is NaN.' } as const;
  backend.emit('session.changed', { ...session, state: 'failed', error });
  expect(shown).toMatchObject([{ title: 'Run 3 failed.', body: 'The loss is NaN.' }]);
  looked = true;
  const other = { ...session, id: runIdSchema.parse('another') };
  backend.emit('session.changed', { ...other, state: 'done' });
  expect(shown).toHaveLength(1);
});

test('a system without notifications is left alone', () => {
  const backend = createExampleBackend();
  const { shown, Recorded } = recording(false);
  announceEnds(
    backend,
    Recorded,
    () => false,
    () => undefined,
  );
  backend.emit('session.changed', { ...session, state: 'done' });
  expect(shown).toEqual([]);
});
