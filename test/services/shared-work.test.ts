import { expect, test, vi } from 'vitest';
import { SharedWork } from '../../src-main/services/work/shared-work';
import type { Work } from '../../src-main/services/work/work';

function asker(): { work: Work; cancel: () => void; heard: (number | null)[] } {
  const controller = new AbortController();
  const heard: (number | null)[] = [];
  const work = { signal: controller.signal, report: (fraction: number | null) => heard.push(fraction) };
  return { work, heard, cancel: () => controller.abort() };
}

test('who asks second waits for the first, hears how far it is, and can give up alone', async () => {
  const shared = new SharedWork<string>();
  const [first, second, third] = [asker(), asker(), asker()];
  let resolve = (_: string): void => undefined;
  const promise = new Promise<string>((done) => (resolve = done));
  let told: Work['report'] = () => undefined;
  const one = shared.run('table', first.work, (work) => {
    told = work.report;
    return promise;
  });
  const make = vi.fn(() => Promise.resolve('again'));
  const two = shared.run('table', second.work, make);
  const three = shared.run('table', third.work, make);
  await Promise.resolve();
  told(0.4, 'half way');
  third.cancel();
  await expect(three).rejects.toMatchObject({ code: 'CANCELLED' });
  told(0.8, 'nearly');
  expect([first.heard, second.heard, third.heard]).toEqual([[0.4, 0.8], [0.4, 0.8], [0.4]]);
  expect(make).not.toHaveBeenCalled();
  resolve('made');
  expect([await one, await two]).toEqual(['made', 'again']);
});

test('when the first is cancelled the second makes it', async () => {
  const shared = new SharedWork<string>();
  const one = shared.run('table', asker().work, () => Promise.reject(new Error('cancelled')));
  const two = shared.run('table', asker().work, () => Promise.resolve('made'));
  await expect(one).rejects.toThrow('cancelled');
  expect(await two).toBe('made');
});
