import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Item } from '#contract/batches.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';

/** Whoever makes a result. */
interface Maker {
  readonly device_id: string;
  readonly person: { readonly id: string };
}

/** Freezes a document into an envelope as a device does. */
export function envelopeOf<Document extends { readonly id: string }>(document: Document): ResultEnvelope {
  const body = JSON.stringify(document);
  return { id: document.id, sha256: createHash('sha256').update(body).digest('hex'), body } as ResultEnvelope;
}

/** A verdict document of a device on an item; `over` replaces fields. */
export function verdictOn(item: Item, device: Maker, deviceSeq: number, over: Record<string, unknown> = {}) {
  return {
    type: 'verdict',
    id: v7(),
    item_id: item.id,
    batch_id: item.batch_id,
    record_id: item.record_id,
    round: item.round,
    person_id: device.person.id,
    device_id: device.device_id,
    device_seq: deviceSeq,
    decided_at: '2026-05-02T18:09:41.000Z',
    kind: 'uphold',
    choices: {
      corrected_action: null,
      corrected_violation_type: null,
      corrected_severity: null,
      note: '',
      flagged: false,
      evidence: [],
    },
    policy_read: null,
    interface_language: 'en',
    playhead_s: null,
    clip_ordinal: null,
    supersedes: null,
    ...over,
  };
}

/** A withdrawal of the result it names. */
export function withdrawalOf(item: Item, device: Maker, deviceSeq: number, supersedes: string) {
  const {
    type: _type,
    kind: _kind,
    choices: _choices,
    policy_read: _read,
    ...rest
  } = verdictOn(item, device, deviceSeq);
  const { interface_language: _language, playhead_s: _playhead, clip_ordinal: _clip, ...origin } = rest;
  return { ...origin, type: 'withdrawal', supersedes };
}
