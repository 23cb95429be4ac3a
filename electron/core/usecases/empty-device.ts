import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { shredAndRemove } from '../../files/durable-file.ts';
import type { Account } from '../account.ts';
import { tidyClips } from '../media/clip-store.ts';
import { write } from '../storage/database.ts';
import { spareable } from '../storage/spared.ts';
import { squeeze, wipeContent } from '../storage/wipe.ts';

async function shredFiles(folder: string, isWanted: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isWanted)) shredAndRemove(join(folder, name));
}

/**
 * Deletes what the hub gave to this person: records and clips (their keys first), policies, drafts, the names of people, copies of the database that
 * a change of its schema left, exports. Their own work stays, above all what the hub never got. The rows go last: whoever ends the program in between
 * finds the credential still there, and it is done again.
 * @param file the person's database
 */
export async function emptyDevice({ db, dataDir, clips, ports }: Account, file: string): Promise<void> {
  db.seals.content.shredAllBut(new Set());
  const { shredded } = await tidyClips(clips, []);
  ports.log('clips_shredded', { count: shredded });
  await shredFiles(dirname(file), (name) => name.startsWith(`${basename(file)}.before-`));
  await shredFiles(join(dataDir, 'exports'), () => true);
  write(db, (tx) => wipeContent(tx));
  // What was deleted is written over already; a full disk has no room for the file anew.
  spareable(ports.log, 'database_not_squeezed', () => squeeze(db));
}
