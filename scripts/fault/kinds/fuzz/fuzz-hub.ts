import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#contract/people.ts';
import { type Device, enrolDevice } from '#scripts/lib/device.ts';
import { passingSigner } from '#server/audit/signing-key.ts';
import type { HubContext } from '#server/context.ts';
import { createHub, type Hub } from '#server/create-hub.ts';
import { createFolderStore } from '#server/object-store/folder-store.ts';
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { createEnrolmentCode, createPerson } from '#server/usecases/people.ts';

/** A real hub with its own PostgreSQL, to be fuzzed. */
export interface FuzzHub {
  readonly url: string;
  readonly context: HubContext;
  addDevice(role: Role): Promise<Device>;
  /** Hashes of everything in the object store. */
  objects(): Promise<readonly string[]>;
  /** Ends it and deletes everything. */
  stop(): Promise<void>;
}

async function addDevice({ context }: Hub, url: string, role: Role): Promise<Device> {
  const person = await createPerson(context, { name: `A ${role}`, role, languages: ['en', 'es'] });
  const code = await createEnrolmentCode(context, person.id);
  if (!code.ok) throw new Error(code.error.detail);
  return enrolDevice(url, code.value.code, 'Fuzz');
}

/** Starts one that listens on 127.0.0.1. */
export async function openFuzzHub(): Promise<FuzzHub> {
  const folder = await mkdtemp(join(tmpdir(), 'lupa-fuzz-hub-'));
  // As root the database runs under an account of its own, which must get in.
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres(folder);
  const objects = await createFolderStore(join(folder, 'objects'));
  const signer = passingSigner();
  const hub = await createHub({ databaseUrl: postgres.url('postgres'), objects, signer, logLevel: 'silent' });
  const url = await hub.listen('127.0.0.1', 0);
  return {
    url,
    context: hub.context,
    addDevice: (role) => addDevice(hub, url, role),
    async objects() {
      const rows = await hub.context.database.db.selectFrom('objects').select('sha256').execute();
      return rows.map(({ sha256 }) => sha256);
    },
    async stop() {
      await hub.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
