import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Ids of a process and everything that it started, as Linux tells them. */
export function processTree(root: number): number[] {
  const children = readdirSync(`/proc/${String(root)}/task`).flatMap((task) =>
    readFileSync(`/proc/${String(root)}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((id) => id.trim() !== '')
      .map(Number),
  );
  return [
    root,
    ...children.flatMap((child) => {
      try {
        return processTree(child);
      } catch {
        // It ended while it was looked at.
        return [];
      }
    }),
  ];
}

/** Inodes of the sockets that a process holds. */
function socketsOf(process: number): Set<string> {
  const inodes = new Set<string>();
  for (const descriptor of readdirSync(`/proc/${String(process)}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${String(process)}/fd/${descriptor}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // It was closed while it was looked at.
    }
  }
  return inodes;
}

/** Kernel tables write IPv4 addresses byte-reversed, and IPv6 ones in four reversed words. */
function isLoopback(address: string): boolean {
  return (
    /^[0-9A-F]{6}7F$/.test(address) ||
    address === '00000000000000000000000001000000' ||
    /^0000000000000000FFFF0000[0-9A-F]{6}7F$/.test(address)
  );
}

function foreignSocketsOf(process: number): string[] {
  const own = socketsOf(process);
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/${String(process)}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9] ?? ''))
      .filter((fields) => !isLoopback((fields[1] ?? '').split(':')[0] ?? ''))
      .map((fields) => `${String(process)} ${table} ${fields[1] ?? ''} -> ${fields[2] ?? ''}`),
  );
}

/**
 * The sockets of these processes that listen on, or are connected to, anything but loopback, by the kernel's own
 * tables: this sees native code too.
 */
export function foreignSockets(processes: number[]): string[] {
  return processes.flatMap((process) => {
    try {
      return foreignSocketsOf(process);
    } catch {
      // It ended while it was looked at.
      return [];
    }
  });
}
