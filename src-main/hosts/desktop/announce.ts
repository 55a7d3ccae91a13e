import type { Session } from '../../contract/schemas/runs';
import type { Backend } from '../../services/backend';

/** What is used of Electron's `Notification`. */
export interface ShownNotification {
  on(event: 'click', listener: () => void): unknown;
  show(): void;
}
export interface NotificationMaker {
  isSupported(): boolean;
  new (options: { title: string; body: string; silent: boolean }): ShownNotification;
}

const ends = ({ state }: Pick<Session, 'state'>): boolean => state === 'done' || state === 'failed';

/**
 * Tells of the end of each training by the notifications of the system, without a sound, while no window of ours has
 * the person's eye. A training that the person cancelled is no news.
 * @param isLookedAt whether a window of ours has the focus. @param open brings the workbench to the front.
 * @returns what ends it.
 */
export function announceEnds(
  { subscribe }: Pick<Backend, 'subscribe'>,
  Notification: NotificationMaker,
  isLookedAt: () => boolean,
  open: () => void,
): () => void {
  const told = new Set<string>();
  return subscribe((event, payload) => {
    if (event !== 'session.changed' || !('state' in payload) || !('target' in payload)) return;
    const { id, name, target, error } = payload;
    if (!ends(payload) || told.has(id)) return;
    told.add(id);
    if (isLookedAt() || !Notification.isSupported()) return;
    const notification = new Notification(
      error === null
        ? { title: `${name} is trained.`, body: `It predicts ${target}.`, silent: true }
        : { title: `${name} failed.`, body: error.message, silent: true },
    );
    notification.on('click', open);
    notification.show();
  });
}
