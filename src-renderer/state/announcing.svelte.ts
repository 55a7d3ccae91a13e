import type { Session } from '../../src-main/contract';
import { endWords } from '../logic/announcements';
import type { Workbench } from './workbench.svelte';

const title = 'Strongroom';
const isThere = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Tells of the end of a training wherever the person is, and shows how far it is in the title of the page. */
export class Announcing {
  /** What the browser says: whether it may show notifications, or was not asked yet. */
  permission = $state<NotificationPermission | 'missing'>(
    typeof Notification === 'undefined' ? 'missing' : Notification.permission,
  );
  private titled = '';

  constructor(private readonly workbench: Workbench) {}

  /** Asks the person. Only after a click. */
  async ask(): Promise<void> {
    if (this.permission === 'missing') return;
    this.permission = await Notification.requestPermission();
  }

  /** @param session that is under way, or null. */
  show(session: Session | null): void {
    const next =
      session === null
        ? title
        : `${session.state === 'paused' ? 'Paused, ' : ''}${String(Math.floor(session.progress * 100))} % · ${title}`;
    if (next !== this.titled) document.title = next;
    this.titled = next;
  }

  /** A session has ended. One that the person cancelled is no news. */
  ended(session: Session): void {
    const { navigation, notices, project, app } = this.workbench;
    const words = endWords(session, project.state?.runs.find(({ id }) => id === session.id) ?? null);
    if (words === null) return;
    const open = (): void => {
      if (session.project !== project.state?.id) return;
      navigation.run = session.state === 'done' ? session.id : null;
      navigation.go(session.state === 'done' ? 'evaluate' : 'train');
    };
    // The desktop tells by itself, also when no window is open.
    if (!isThere() && app?.host !== 'desktop' && this.permission === 'granted') {
      const shown = new Notification(words.title, { body: words.body, silent: true, tag: session.id });
      shown.onclick = () => {
        window.focus();
        open();
        shown.close();
      };
    }
    if (isThere() && navigation.view === 'train' && session.project === project.state?.id) return;
    notices.say([words.title, words.body].filter(Boolean).join(' '), {
      label: session.state === 'done' ? 'See the scores' : 'See why',
      run: open,
    });
  }
}
