import { expect, test } from 'vitest';
import { defaultRoot, enginesFolder } from '../../src-main/workspace';

test.each([
  ['linux', {}, '/home/ada/.local/share/strongroom'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/strongroom'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/strongroom'],
  ['darwin', {}, '/home/ada/Library/Application Support/Strongroom'],
  ['linux', { STRONGROOM_HOME: '/vault' }, '/vault'],
  ['linux', { STRONGROOM_HOME: '' }, '/home/ada/.local/share/strongroom'],
] as const)('on %s with %o projects are in %s', (platform, env, expected) => {
  expect(defaultRoot(platform, env, '/home/ada')).toBe(expected);
});

test('on Windows projects are in APPDATA', () => {
  expect(defaultRoot('win32', { APPDATA: '/roaming' }, '/home/ada')).toMatch(/roaming.Strongroom$/);
});

test('native engines are beside the projects, or where STRONGROOM_ENGINES says', () => {
  expect(enginesFolder('linux', { STRONGROOM_HOME: '/vault' }, '/home/ada')).toBe('/vault/engines');
  expect(enginesFolder('linux', { STRONGROOM_ENGINES: '' }, '/home/ada')).toBe(
    '/home/ada/.local/share/strongroom/engines',
  );
  expect(enginesFolder('linux', { STRONGROOM_HOME: '/vault', STRONGROOM_ENGINES: '/e' }, '/home/ada')).toBe(
    '/e',
  );
});
