import type { WebContents } from 'electron';
import { isOwnAddress } from './addresses';

/** Keeps any page of the application, whatever made it, on our own addresses. */
export function guardContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  developmentOrigin: string | null,
): void {
  const stay = (event: { preventDefault(): void; url: string }): void => {
    if (!isOwnAddress(event.url, developmentOrigin)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
