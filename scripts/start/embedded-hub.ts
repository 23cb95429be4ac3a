import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSigner } from '#server/audit/signing-key.ts';
import { createHub } from '#server/create-hub.ts';
import { createFolderStore } from '#server/object-store/folder-store.ts';
import { takeHubPlace } from '#server/storage/data-folder-lock.ts';
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { createEnrolmentCode } from '#server/usecases/people.ts';
import { demoPeople, seedDemo } from '#server/usecases/seed-demo.ts';

/** The hub that comes with `npm start`. */
export interface EmbeddedHub {
  readonly url: string;
  /** A fresh one-time code for the demo's reviewer. */
  reviewerCode(): Promise<string>;
  stop(): Promise<void>;
}

const USUAL_PORT = 4850;

type Listen = (host: string, port: number) => Promise<string>;

/**
 * Listens on the port of last time, because enrolled apps know the hub by it; the first time on the usual one, or where that is taken, on any.
 * @throws Error when the port of last time is taken
 */
async function listenAgain(listen: Listen, file: string): Promise<string> {
  const known = existsSync(file) ? Number(readFileSync(file, 'utf8')) : null;
  const url = await listen('127.0.0.1', known ?? USUAL_PORT).catch((error: unknown) => {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (isTaken && known === null) return listen('127.0.0.1', 0);
    if (isTaken) throw new Error(`port ${known} is taken; enrolled apps know this hub by it. End what listens there`);
    throw error;
  });
  writeFileSync(file, new URL(url).port);
  return url;
}

/**
 * Starts the hub on `folder` with the demo pack, its people and their batches.
 * @throws Error when another hub works on the folder
 */
export async function startEmbeddedHub(folder: string, say: (line: string) => void): Promise<EmbeddedHub> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ending: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of ending.splice(0).reverse()) await step();
  };
  try {
    const postgres = await startEmbeddedPostgres(folder);
    const databaseUrl = postgres.url('postgres');
    const leave = await takeHubPlace(databaseUrl, () => say('the hub’s database is gone; nothing more can be stored'));
    ending.push(() => postgres.stop(), leave);
    const objects = await createFolderStore(join(folder, 'objects'));
    const hub = await createHub({
      databaseUrl,
      objects,
      signer: await openSigner(folder, undefined),
      logLevel: 'warn',
    });
    ending.push(() => hub.close());
    await seedDemo(hub.context, say);
    const url = await listenAgain((host, port) => hub.listen(host, port), join(folder, 'port'));
    return {
      url,
      stop,
      async reviewerCode() {
        const { ana } = await demoPeople(hub.context);
        const code = await createEnrolmentCode(hub.context, ana.id);
        if (!code.ok) throw new Error(code.error.detail);
        return code.value.code;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
