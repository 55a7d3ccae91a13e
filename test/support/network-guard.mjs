// Loaded with --import before a program of ours: every connection and every name lookup that is not loopback is
// written down in the file that STRONGROOM_NETWORK_LOG names, and refused. Children of the program that are Node
// inherit it through NODE_OPTIONS, so the whole tree is watched.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const log = process.env.STRONGROOM_NETWORK_LOG;
const isLoopback = (host) =>
  host === undefined ||
  host === 'localhost' ||
  /^127\./.test(host) ||
  host === '::1' ||
  host === '::ffff:127.0.0.1';

function refuse(what) {
  appendFileSync(log, `${String(process.pid)} ${what}\n`);
  throw new Error(`Not loopback: ${what}`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guardedConnect(...args) {
  const given = Array.isArray(args[0]) ? args[0][0] : args[0];
  const options = typeof given === 'object' && given !== null ? given : { port: given, host: args[1] };
  // A path is a pipe or a Unix socket, which stays on the machine.
  if (typeof options.path !== 'string' && typeof options.host !== 'function' && !isLoopback(options.host)) {
    refuse(`connect ${String(options.host)}:${String(options.port)}`);
  }
  return connect.apply(this, args);
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function guardedSend(...args) {
  refuse(`datagram ${args.filter((arg) => typeof arg === 'string').join(' ')}`);
  return send.apply(this, args);
};

for (const owner of [dns, dns.promises]) {
  const lookup = owner.lookup;
  owner.lookup = function guardedLookup(name, ...rest) {
    if (!isLoopback(name)) refuse(`look up ${String(name)}`);
    return lookup.call(this, name, ...rest);
  };
}

appendFileSync(log, `${String(process.pid)} guarded\n`);
