import type { ReadDb, WriteTx } from './database.ts';

/** Where this device stands with the hub. */
export interface SyncRow {
  readonly cursor: string | null;
  readonly epoch: string | null;
  readonly last_contact_at: string | null;
  /** Counts pulls from the start; items of an older generation were not in the last one. */
  readonly generation: number;
  /** 1 while a pull from the start is under way: at its end, older generations go. */
  readonly sweep: 0 | 1;
  /** Results and events count on from here when the database had to be made anew for a device that was in use. */
  readonly seq_floor: number;
  /** A device id that must not be used any more, because a copy of this device uses it too. */
  readonly cloned_device: string | null;
}

/** Reads the one row. */
export function readSyncState(db: ReadDb): SyncRow {
  const row = db.first<SyncRow>(
    'SELECT cursor, epoch, last_contact_at, generation, sweep, seq_floor, cloned_device FROM sync_state',
  );
  if (row === undefined) throw new Error('sync_state has no row');
  return row;
}

/** Notes how far the change log was applied, in the transaction that applied it. */
export function setCursor(tx: WriteTx, cursor: string, epoch: string): void {
  tx.run('UPDATE sync_state SET cursor = ?, epoch = ?', cursor, epoch);
}

/** Begins a pull from the start. */
export function restartPull(tx: WriteTx): void {
  tx.run('UPDATE sync_state SET cursor = NULL, generation = generation + 1, sweep = 1');
}

/** A pull from the start has come to its end. */
export function endSweep(tx: WriteTx): void {
  tx.run('UPDATE sync_state SET sweep = 0');
}

/** Notes the last contact that worked. */
export function setLastContact(tx: WriteTx, at: string): void {
  tx.run('UPDATE sync_state SET last_contact_at = ?', at);
}

/** Writes what is there once more: nothing changes, and the disk has taken it. */
export function touch(tx: WriteTx): void {
  tx.run('UPDATE sync_state SET opened = opened');
}

/** Lets counting go on from a number that no lost row can have reached. */
export function setSeqFloor(tx: WriteTx, floor: number): void {
  tx.run('UPDATE sync_state SET seq_floor = max(seq_floor, ?)', floor);
}

/** This device id is at work in two places. */
export function setClonedDevice(tx: WriteTx, deviceId: string): void {
  tx.run('UPDATE sync_state SET cloned_device = ?', deviceId);
}
