import { z } from 'zod';
import { hubAddress, LONGEST_HUB_ADDRESS } from './hub-address.ts';

const uuid = z.uuid({ version: 'v7' });

export const personId = uuid.brand<'PersonId'>();
export type PersonId = z.infer<typeof personId>;

export const deviceId = uuid.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof deviceId>;

export const batchId = uuid.brand<'BatchId'>();
export type BatchId = z.infer<typeof batchId>;

/** Names a QA request. */
export const requestId = uuid.brand<'RequestId'>();
export type RequestId = z.infer<typeof requestId>;

export const itemId = uuid.brand<'ItemId'>();
export type ItemId = z.infer<typeof itemId>;

/** Made when the key is pressed; primary key, idempotency key and name of a verdict or withdrawal for ever. */
export const resultId = uuid.brand<'ResultId'>();
export type ResultId = z.infer<typeof resultId>;

/** Names the verdicts that were given together in one command. */
export const bulkId = uuid.brand<'BulkId'>();
export type BulkId = z.infer<typeof bulkId>;

export const sessionId = uuid.brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionId>;

export const sessionEventId = uuid.brand<'SessionEventId'>();
export type SessionEventId = z.infer<typeof sessionEventId>;

/** A record's id as the operations team wrote it in the review pack. */
export const recordId = z.string().min(1).max(200).brand<'RecordId'>();
export type RecordId = z.infer<typeof recordId>;

export const policyId = z.string().min(1).max(200).brand<'PolicyId'>();
export type PolicyId = z.infer<typeof policyId>;

/** A policy's version label as its authors wrote it, such as `2026-04` or `v2.1`. */
export const policyVersionLabel = z.string().min(1).max(100).brand<'PolicyVersionLabel'>();
export type PolicyVersionLabel = z.infer<typeof policyVersionLabel>;

/** A node of the violation taxonomy, such as `hate_speech`. */
export const violationType = z.string().min(1).max(100).brand<'ViolationType'>();
export type ViolationType = z.infer<typeof violationType>;

/** 64 lower-case hex digits. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof sha256>;

/** A moment, ISO 8601 with zone, as `Date.toISOString` prints it. Device clocks may be wrong: never used for order. */
export const instant = z.iso.datetime({ offset: true });
export type Instant = z.infer<typeof instant>;

/** Where a hub is. */
export const hubUrl = z
  .url()
  .max(LONGEST_HUB_ADDRESS)
  .regex(hubAddress, 'an address that begins with http:// or https://, without a name or password');

/** The languages the interface and the policies come in. */
export const language = z.enum(['en', 'es']);
export type Language = z.infer<typeof language>;
