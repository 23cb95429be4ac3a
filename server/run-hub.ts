import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSigner } from './audit/signing-key.ts';
import { createHub, type Hub } from './create-hub.ts';
import { createFolderStore } from './object-store/folder-store.ts';
import type { OpenIdSettings } from './identity/settings.ts';
import { startEmbeddedPostgres } from './storage/embedded-postgres.ts';
import { takeHubPlace } from './storage/data-folder-lock.ts';
import { importPack } from './usecases/import/import-pack.ts';
import { describeImport } from './usecases/import/describe.ts';
import { exportAudit } from './usecases/audit/export-audit.ts';
import { firstSupervisorCode } from './usecases/first-supervisor.ts';
import { demoCodes, seedDemo } from './usecases/seed-demo.ts';

/** An export of the audit: where to, and why. */
export interface AuditAsked {
  readonly folder: string;
  readonly reason: string;
}

/** How a hub process is asked to run. */
export interface RunOptions {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly packs: readonly string[];
  readonly demo: boolean;
  readonly restored: boolean;
  /** Write the audit at the start; null for not. */
  readonly auditTo: AuditAsked | null;
  readonly databaseUrl: string | undefined;
  /** Where devices reach the hub, when a proxy before it changes host or path. */
  readonly publicUrl: string | undefined;
  /** The site's identity provider, or null. */
  readonly identity: OpenIdSettings | null;
  readonly logLevel: string;
  /** PEM of the key that signs the audit; undefined: the one in the data folder. */
  readonly auditKey: string | undefined;
}

/** Requests in flight get this long at a shutdown, in milliseconds. */
const drainPatience = 15_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Things to undo at the end, last first. */
class Ending {
  readonly #steps: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  /** Runs every step, once, also when one fails; throws the first failure at the end. */
  run(): Promise<void> {
    this.#running ??= (async () => {
      const failures: unknown[] = [];
      for (const step of this.#steps.toReversed()) await step().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    })();
    return this.#running;
  }
}

function endOnSignals(ending: Ending): void {
  const stop = (): void => {
    // Whatever hangs, the process ends; what is committed is safe.
    setTimeout(() => process.exit(1), drainPatience).unref();
    ending.run().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`hub: shutdown: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

async function fill(hub: Hub, options: RunOptions): Promise<void> {
  for (const pack of options.packs) {
    const report = await importPack(hub.context, pack, (line) => say(line));
    for (const line of describeImport(report)) say(line);
  }
  if (!options.demo) return;
  for (const line of await seedDemo(hub.context, say)) say(line);
  for (const line of await demoCodes(hub.context)) say(line);
}

async function openHub(options: RunOptions, ending: Ending): Promise<Hub> {
  // Others may pass through (the database's account must) but not look around; what is inside has its own rights.
  await mkdir(options.dataFolder, { recursive: true, mode: 0o711 });
  let databaseUrl = options.databaseUrl;
  let stopDatabase = async (): Promise<void> => undefined;
  if (databaseUrl === undefined) {
    const postgres = await startEmbeddedPostgres(options.dataFolder);
    databaseUrl = postgres.url('postgres');
    stopDatabase = () => postgres.stop();
  }
  // Only who has the place may stop the database: it may be another hub's.
  const leave = await takeHubPlace(databaseUrl, () => {
    process.stderr.write('hub: the database is gone; nothing more can be stored, ending\n');
    process.exit(1);
  });
  ending.add(stopDatabase);
  ending.add(leave);
  const objects = await createFolderStore(join(options.dataFolder, 'objects'));
  const { logLevel, restored, publicUrl, identity } = options;
  const signer = await openSigner(options.dataFolder, options.auditKey);
  const hub = await createHub({ databaseUrl, objects, signer, logLevel, restored, publicUrl, identity });
  say(`hub audit is signed with the key ${signer.fingerprint}`);
  ending.add(() => hub.close());
  return hub;
}

/** Runs a hub until SIGTERM or SIGINT: drains requests, closes connections, stops the embedded database. */
export async function runHub(options: RunOptions): Promise<void> {
  const ending = new Ending();
  try {
    const hub = await openHub(options, ending);
    endOnSignals(ending);
    const url = await hub.listen(options.host, options.port);
    say(`hub listening on ${url}`);
    await fill(hub, options);
    const { auditTo } = options;
    if (auditTo !== null) {
      say(`audit written to ${await exportAudit(hub.context, auditTo.folder, auditTo.reason)}`);
    }
    const code = await firstSupervisorCode(hub.context);
    if (code !== null) say(`first supervisor: enrol a workstation with the one-time code ${code} (valid for 24 hours)`);
    say('hub ready');
  } catch (error) {
    await ending.run();
    throw error;
  }
}
