import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** A place with a loopback and one way out that leads nowhere, where every packet that tries to leave is counted. */
export interface NetworkRoom {
  /** The command and arguments that run another command in the room. */
  enter(command: string, ...args: readonly string[]): { readonly file: string; readonly args: string[] };
  /** Packets that have left by the way out since the room was opened. */
  packetsOut(): Promise<number>;
  close(): Promise<void>;
}

/** The way out leads to an address range that is reserved for documentation (RFC 5737): nobody is there. */
const OWN = '192.0.2.2/24';
const BEYOND = '192.0.2.1';
const NAME_SERVER = '198.51.100.53';

const linkStats = z.tuple([z.object({ stats64: z.object({ tx: z.object({ packets: z.number().int() }) }) })]);

async function ip(...args: readonly string[]): Promise<string> {
  try {
    return (await run('ip', [...args])).stdout;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`ip ${args.join(' ')} failed; a network room needs root and iproute2: ${why}`, { cause: error });
  }
}

/** The kernel itself must not speak: no IPv6 neighbours, no address questions, no multicast groups. */
async function furnish(name: string, inside: string, outside: string): Promise<void> {
  await ip('netns', 'exec', name, 'sh', '-c', 'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >"$f"; done');
  await ip(
    'link',
    'add',
    inside,
    'netns',
    name,
    'arp',
    'off',
    'multicast',
    'off',
    'type',
    'veth',
    'peer',
    'name',
    outside,
  );
  await ip('-n', name, 'address', 'add', OWN, 'dev', inside);
  for (const device of ['lo', inside]) await ip('-n', name, 'link', 'set', device, 'up');
  await ip('link', 'set', outside, 'up');
  await ip('-n', name, 'route', 'add', 'default', 'via', BEYOND, 'dev', inside);
}

/**
 * Opens a network namespace of its own. Names are asked of a server beyond the way out, so that a question for a name counts as well.
 * Throws when this machine lets nobody make one. Say `close` when done.
 */
export async function openNetworkRoom(): Promise<NetworkRoom> {
  const name = `lupa-room-${process.pid}`;
  const [inside, outside] = [`li${process.pid}`, `lo${process.pid}`];
  const settings = join('/etc/netns', name);
  const close = async (): Promise<void> => {
    await run('ip', ['netns', 'delete', name]).catch(() => undefined);
    await rm(settings, { recursive: true, force: true });
  };
  await ip('netns', 'add', name);
  try {
    await mkdir(settings, { recursive: true });
    await writeFile(join(settings, 'resolv.conf'), `nameserver ${NAME_SERVER}\noptions timeout:1 attempts:1\n`);
    await furnish(name, inside, outside);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    enter: (command, ...args) => ({ file: 'ip', args: ['netns', 'exec', name, command, ...args] }),
    async packetsOut() {
      const [{ stats64 }] = linkStats.parse(
        JSON.parse(await ip('-n', name, '-s', '-j', 'link', 'show', 'dev', inside)),
      );
      return stats64.tx.packets;
    },
    close,
  };
}
