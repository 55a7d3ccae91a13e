/**
 * Switches that keep Chromium itself from the network: it would look for updates of its components, and resolve
 * names ahead of need. No name resolves but the loopback ones that the development server uses.
 */
export const quietSwitches: readonly (readonly [name: string, value: string])[] = [
  ['disable-background-networking', ''],
  ['disable-component-update', ''],
  ['disable-domain-reliability', ''],
  ['disable-sync', ''],
  ['no-pings', ''],
  ['disable-quic', ''],
  ['host-resolver-rules', 'MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1 , EXCLUDE [::1]'],
];
