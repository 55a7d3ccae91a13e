import { isOwnAddress } from './addresses';

/** A page about to go somewhere, which can be kept from it. */
export interface Leaving {
  url: string;
  preventDefault(): void;
}

type Listen<Name extends string, Event> = (name: Name, listener: (event: Event) => void) => unknown;

/** What is used of Electron's `WebContents`. */
export interface GuardedContents {
  on: Listen<'will-navigate', Leaving> &
    Listen<'will-frame-navigate', Leaving> &
    Listen<'will-redirect', Leaving> &
    Listen<'will-attach-webview', Pick<Leaving, 'preventDefault'>>;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
}

/** Keeps any page of the application, whatever made it, on our own addresses. */
export function guardContents(contents: GuardedContents, developmentOrigin: string | null): void {
  const stay = (event: Leaving): void => {
    if (!isOwnAddress(event.url, developmentOrigin)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
