import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '#contract/result.ts';
import { type ResultDocument, type ResultEnvelope, resultDocument } from '#contract/verdicts.ts';
import type { Caller } from '../storage/devices.ts';

/** A result whose bytes, shape and sender are in order; whether its item exists is not known yet. */
export interface ReadResult {
  readonly envelope: ResultEnvelope;
  readonly document: ResultDocument;
}

type ReadError = 'verdict-hash-mismatch' | 'verdict-invalid' | 'verdict-not-yours';

const loneSurrogate = /\p{Surrogate}/u;

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Checks one entry of a push by itself: its hash, its shape, and that it names its sender. */
export function readResult(envelope: ResultEnvelope, caller: Caller): Result<ReadResult, ReadError> {
  const actual = createHash('sha256').update(envelope.body).digest('hex');
  // A lone surrogate has no bytes of its own, so such a body cannot be what the device hashed.
  if (actual !== envelope.sha256 || loneSurrogate.test(envelope.body)) {
    return fail('verdict-hash-mismatch', `the body has sha256 ${actual}, not ${envelope.sha256}`);
  }
  const parsed = resultDocument.safeParse(parseBody(envelope.body));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail('verdict-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not JSON'}`);
  }
  const document = parsed.data;
  if (document.id !== envelope.id) return fail('verdict-invalid', `the body is of ${document.id}`);
  if (document.person_id !== caller.person.id || !caller.ownDevices.includes(document.device_id)) {
    return fail('verdict-not-yours', `it names person ${document.person_id} and device ${document.device_id}`);
  }
  return ok({ envelope, document });
}
