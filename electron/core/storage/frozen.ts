import type { ResultDocument } from '#contract/verdicts.ts';
import { hashOf } from './carve.ts';
import type { WriteTx } from './database.ts';
import { addToOutbox } from './outbox.ts';
import { sealResult } from './result-cells.ts';
import { addResult, type ResultOrigin } from './results.ts';

/** Keeps a result with its frozen bytes, and queues the same bytes for the hub. They are sealed once and stand in the file twice. */
export function keepFrozen(tx: WriteTx, document: ResultDocument, origin: ResultOrigin, bytes: Buffer): void {
  const cell = sealResult(tx, document.id, bytes);
  const seq = addResult(tx, document, origin, cell);
  addToOutbox(tx, seq, cell, hashOf(bytes));
}
