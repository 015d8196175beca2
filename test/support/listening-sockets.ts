import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  /** Of the process that listens. */
  readonly command: string;
}

/** In /proc/net/tcp (proc(5)). */
const LISTEN = '0A';

/** Returns every TCP socket on which a process or one of its descendants listens, as Linux knows it. */
export function listeningSockets(pid: number): ListeningSocket[] {
  const listening = new Map(['tcp', 'tcp6'].flatMap((table) => listeningIn(`/proc/${pid}/net/${table}`)));
  return [pid, ...descendantsOf(pid)].flatMap((process) => {
    const command = readFileSync(`/proc/${process}/comm`, 'utf8').trim();
    return inodesOf(process).flatMap((inode) => {
      const socket = listening.get(inode);
      // A child that inherited the socket is not another listener.
      listening.delete(inode);
      return socket === undefined ? [] : [{ ...socket, command }];
    });
  });
}

function listeningIn(table: string): [inode: string, { address: string; port: number }][] {
  const [, ...lines] = readFileSync(table, 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTEN ? [[inode, { address: addressOf(address), port: Number.parseInt(port, 16) }] as const] : [];
  }) as [string, { address: string; port: number }][];
}

/** The kernel writes each group of four bytes as a number of this machine, whose bytes are reversed. */
function addressOf(hex: string): string {
  const groups = hex.match(/.{8}/g) ?? [];
  const bytes = groups.flatMap((group) => (group.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return bytes.join('').replace(/(.{4})(?!$)/g, '$1:');
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function inodesOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? [];
    } catch {
      // Closed in the meantime.
      return [];
    }
  });
}
