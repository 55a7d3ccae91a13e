import { expect, test } from 'vitest';
import { findNode, type NodeSearch } from '../../src-main/sessions/supervisor';

const search = (change: Partial<NodeSearch>): NodeSearch => ({
  env: {},
  execPath: '/usr/bin/node',
  isElectron: false,
  platform: 'linux',
  resources: '/app/resources',
  exists: () => false,
  ...change,
});

test.each([
  ['plain Node runs its own children', {}, '/usr/bin/node'],
  [
    'STRONGROOM_NODE comes first',
    { env: { STRONGROOM_NODE: '/opt/node' }, exists: (path: string) => path === '/opt/node' },
    '/opt/node',
  ],
  [
    'Electron takes the bundled Node',
    { isElectron: true, exists: (path: string) => path === '/app/resources/node/bin/node' },
    '/app/resources/node/bin/node',
  ],
  [
    'in development Electron takes the Node that runs npm',
    {
      isElectron: true,
      env: { npm_node_execpath: '/usr/bin/node' },
      exists: (path: string) => path === '/usr/bin/node',
    },
    '/usr/bin/node',
  ],
])('%s', (_name, change, expected) => {
  expect(findNode(search(change))).toBe(expected);
});

test.each([
  ['Electron without any', { isElectron: true }, 'no Node binary'],
  ['a STRONGROOM_NODE that does not exist', { env: { STRONGROOM_NODE: '/nowhere' } }, '/nowhere'],
])('%s is ENGINE_NOT_FOUND', (_name, change, words) => {
  expect(() => findNode(search(change))).toThrow(expect.objectContaining({ code: 'ENGINE_NOT_FOUND' }));
  expect(() => findNode(search(change))).toThrow(words);
});
