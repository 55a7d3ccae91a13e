import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startAddress } from '../../../src-main/hosts/desktop/addresses';
import { guardContents, type Leaving } from '../../../src-main/hosts/desktop/contents';
import { guardSession, type GuardedSession } from '../../../src-main/hosts/desktop/session';

type Handler<Key extends Exclude<keyof GuardedSession, 'webRequest'>> = Parameters<GuardedSession[Key]>[0];

/** What a session was told, taken down so that the handlers can be asked. */
class RecordingSession implements GuardedSession {
  network: Parameters<GuardedSession['webRequest']['onBeforeRequest']>[0] | undefined;
  request: Handler<'setPermissionRequestHandler'> | undefined;
  check: Handler<'setPermissionCheckHandler'> | undefined;
  device: Handler<'setDevicePermissionHandler'> | undefined;
  spelling: boolean | undefined;
  download: Parameters<GuardedSession['on']>[1] | undefined;

  webRequest: GuardedSession['webRequest'] = {
    onBeforeRequest: (listener) => void (this.network = listener),
  };
  setPermissionRequestHandler: GuardedSession['setPermissionRequestHandler'] = (handler) =>
    void (this.request = handler);
  setPermissionCheckHandler: GuardedSession['setPermissionCheckHandler'] = (handler) =>
    void (this.check = handler);
  setDevicePermissionHandler: GuardedSession['setDevicePermissionHandler'] = (handler) =>
    void (this.device = handler);
  setSpellCheckerEnabled: GuardedSession['setSpellCheckerEnabled'] = (enabled) =>
    void (this.spelling = enabled);
  on: GuardedSession['on'] = (_event, listener) => (this.download = listener);
}

function guarded(): RecordingSession {
  const session = new RecordingSession();
  guardSession(session, null);
  return session;
}

describe('the session', () => {
  it.each([
    [startAddress, false],
    ['blob:app://strongroom/1', false],
    ['https://evil.example/', true],
    ['http://127.0.0.1:8080/', true],
    ['file:///etc/passwd', true],
    ['wss://evil.example/', true],
  ])('on a request for %s cancels: %s', (url, cancel) => {
    let answer: object = {};
    guarded().network?.({ url }, (given) => (answer = given));
    expect(answer).toEqual({ cancel });
  });

  it('permits our page to write to the clipboard, and nothing else to anyone', () => {
    const session = guarded();
    const permissions = [
      'clipboard-sanitized-write',
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
    ];
    const asked = permissions.flatMap((permission) =>
      [startAddress, 'https://evil.example/'].map((url) => [permission, url] as const),
    );
    const only = [['clipboard-sanitized-write', startAddress]];
    expect(asked.filter(([permission, url]) => session.check?.(null, permission, url))).toEqual(only);
    const granted = asked.filter(([permission, url]) => {
      let answer = false;
      session.request?.(null, permission, (given) => (answer = given), { requestingUrl: url });
      return answer;
    });
    expect(granted).toEqual(only);
    expect(session.device?.()).toBe(false);
    expect(session.spelling).toBe(false);
  });

  it('asks where a file is to be saved', () => {
    let options: object = {};
    guarded().download?.(
      {},
      { getFilename: () => 'model.onnx', setSaveDialogOptions: (given) => void (options = given) },
    );
    expect(options).toMatchObject({ defaultPath: 'model.onnx' });
  });
});

describe('any page', () => {
  function page(): { events: EventEmitter; openWindow: () => object | undefined } {
    const events = new EventEmitter();
    let openWindow: (() => object) | undefined;
    guardContents(
      {
        on: (name: string, listener: (event: Leaving) => void) => events.on(name, listener),
        setWindowOpenHandler: (handler) => void (openWindow = handler),
      },
      null,
    );
    return { events, openWindow: () => openWindow?.() };
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'on %s stays on our own addresses',
    (name) => {
      const prevented = (url: string): boolean => {
        let stopped = false;
        page().events.emit(name, { url, preventDefault: () => (stopped = true) });
        return stopped;
      };
      expect(prevented(startAddress)).toBe(false);
      expect(prevented('https://evil.example/')).toBe(true);
      expect(prevented('file:///etc/passwd')).toBe(true);
    },
  );

  it('opens no windows and holds no web views', () => {
    const { events, openWindow } = page();
    expect(openWindow()).toEqual({ action: 'deny' });
    let stopped = false;
    events.emit('will-attach-webview', { preventDefault: () => (stopped = true) });
    expect(stopped).toBe(true);
  });
});
