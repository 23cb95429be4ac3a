import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Batch } from '#contract/batches.ts';
import { batchId, personId, type RequestId, requestId, sha256 as sha256Id } from '#contract/ids.ts';
import {
  type createdRequest,
  type drawnSample,
  type NewQaDraw,
  type NewQaRequest,
  newQaRequest,
  type QaRequest,
  qaDraw,
  qaRequest,
  type samplePreview,
  type Sampling,
} from '#contract/qa-requests.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { canonicalJson } from '#domain/audit/canonical-json.ts';
import { dealInTurn } from '#domain/batches/draw.ts';
import { drawSample, type Sample } from '#domain/sampling/draw.ts';
import { type FrameRecord, stampOf } from '#domain/sampling/frame.ts';
import { inRandomOrder } from '#domain/sampling/random-order.ts';
import { shownPlan } from '#domain/sampling/shown-plan.ts';
import { criticalValue, Z_95 } from '#domain/statistics/normal.ts';
import { sampleSize, standardErrorOfRate } from '#domain/statistics/sample-size.ts';
import type { HubContext } from '../context.ts';
import { addAct } from '../storage/audit.ts';
import { insertBatch } from '../storage/batches.ts';
import { listPeople } from '../storage/people.ts';
import {
  drawsOf,
  findRequest,
  findSamplingFrame,
  insertDraw,
  insertRequest,
  listStoredRequests,
  lockRequest,
} from '../storage/qa-requests.ts';
import { countAgain } from '../storage/statistics.ts';
import { type Actor, actOf } from './audit/acts.ts';

type Asker = Actor & { readonly person: string };
type Draw = z.infer<typeof qaDraw>;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const storedRequest = qaRequest.omit({ draws: true });
const readDraw = (text: string): Draw => qaDraw.parse(JSON.parse(text));
const canonical = (value: unknown): string => canonicalJson(z.json().parse(JSON.parse(JSON.stringify(value))));

/** Keeps a request, and says which earlier ones are about the same records. */
export async function createQaRequest(
  hub: HubContext,
  by: Asker,
  input: NewQaRequest,
): Promise<z.infer<typeof createdRequest>> {
  const id = requestId.parse(hub.newId());
  const now = hub.now();
  const stored = { ...input, id, asked_by: personId.parse(by.person), created_at: now.toISOString() };
  const filter = canonical(input.filter);
  const alike = await hub.database.db.transaction().execute(async (tx) => {
    const body = JSON.stringify(stored);
    const earlier = await insertRequest(tx, { id, asked_by: by.person, filter, created_at: now, body });
    const sealed = { content: body, kept: 'here' } as const;
    await addAct(tx, actOf(hub, 'request_made', by, { request: id, alike: earlier.length }, sealed));
    return earlier;
  });
  return { request: { ...stored, draws: [] }, alike: alike.map((each) => requestId.parse(each)) };
}

/** All requests with their draws, newest first. */
export async function listQaRequests(hub: HubContext): Promise<QaRequest[]> {
  const rows = await listStoredRequests(hub.database.db);
  return rows.map(({ body, draws }) => ({ ...storedRequest.parse(JSON.parse(body)), draws: draws.map(readDraw) }));
}

/** An empty population asks for one record, which the draw then refuses with its reason. */
function wantedSize({ size }: Sampling, population: number): number {
  if (size.by === 'count') return size.count;
  const z = criticalValue(size.confidence);
  if (z.kind === 'undefined') return 1;
  const wanted = sampleSize({ margin: size.margin, expected: size.expected_rate, z: z.value, population });
  return wanted.kind === 'undefined' ? 1 : wanted.value.size;
}

const sampleOf = (frame: readonly FrameRecord[], sampling: Sampling, seed: string): Sample =>
  drawSample(frame, { how: sampling.how, size: wantedSize(sampling, frame.length), seed }, digest);

function marginAt(rate: number, n: number, population: number): number | null {
  const error = standardErrorOfRate(rate, n, population);
  return error.kind === 'undefined' ? null : Z_95 * error.value;
}

/** What a sample of a request's population would take. Draws nothing. */
export async function previewSample(
  hub: HubContext,
  id: RequestId,
  sampling: Sampling,
): Promise<Result<z.infer<typeof samplePreview>, 'not-found'>> {
  const request = await findRequest(hub.database.db, id);
  if (request === null) return fail('not-found', `no request ${id}`);
  const { filter } = storedRequest.parse(JSON.parse(request));
  const frame = await findSamplingFrame(hub.database.db, filter, sampling.stratify_by);
  const plan = shownPlan(frame, sampleOf(frame, sampling, 'preview'));
  const rate = sampling.size.by === 'margin' ? sampling.size.expected_rate : 0.5;
  const margin = marginAt(rate, plan.size, plan.population);
  return ok({ plan, frame_hash: sha256Id.parse(stampOf(frame, digest).sha256), margin });
}

/** Why a sample cannot be drawn; null when it can. */
function obstacle(input: NewQaDraw, hash: string, earlier: readonly Draw[]): string | null {
  if (input.frame_hash !== null && input.frame_hash !== hash) return 'the population changed since the preview';
  const how = canonical(input.sampling);
  const same = earlier.find((draw) => {
    return draw.frame_hash === hash && draw.seed === input.seed && canonical(draw.sampling) === how;
  });
  return same === undefined ? null : `the very same sample was drawn into batch ${same.batch_id}`;
}

/**
 * Draws a sample of a request's population into a batch and deals it out, all in one transaction: the plan, the seed, the hash of the frame
 * and the probability of each record are kept with it. A conflict says why nothing was drawn: an empty or changed population, or the same
 * sample once more.
 */
export async function drawQaSample(
  hub: HubContext,
  by: Asker,
  id: RequestId,
  input: NewQaDraw,
): Promise<Result<z.infer<typeof drawnSample>, 'not-found' | 'conflict'>> {
  const known = new Set((await listPeople(hub.database.db)).map((person) => person.id));
  const stranger = input.batch.assignees.find((each) => !known.has(each));
  if (stranger !== undefined) return fail('not-found', `no person ${stranger} to deal items to`);
  const drawn = await hub.database.db.transaction().execute(async (tx) => {
    await lockRequest(tx, id);
    const request = await findRequest(tx, id);
    if (request === null) return fail('not-found', `no request ${id}`);
    const { filter } = newQaRequest.pick({ filter: true }).strip().parse(JSON.parse(request));
    const frame = await findSamplingFrame(tx, filter, input.sampling.stratify_by);
    const hash = sha256Id.parse(stampOf(frame, digest).sha256);
    const why = obstacle(input, hash, (await drawsOf(tx, id)).map(readDraw));
    if (why !== null) return fail('conflict', why);
    const sample = sampleOf(frame, input.sampling, input.seed);
    if (sample.kind === 'refused') return fail('conflict', `nothing can be drawn: ${JSON.stringify(sample.why)}`);
    const now = hub.now();
    const { assignees, ...shape } = input.batch;
    const batch: Batch = { ...shape, id: batchId.parse(hub.newId()), created_at: now.toISOString() };
    const plan = shownPlan(frame, sample);
    const { records } = sample;
    // Reviewers must not see from the order what stratum or risk an item has.
    const shuffled = inRandomOrder(records, `order of ${input.seed}`, digest);
    const dealt = dealInTurn(
      shuffled.map((record) => record.id),
      assignees,
    ).map((item) => ({ id: hub.newId(), ...item }));
    const { sampling, seed } = input;
    const draw: Draw = { batch_id: batch.id, sampling, seed, frame_hash: hash, plan, drawn_at: now.toISOString() };
    const source = { filter, request: id, draw, assignees };
    await insertBatch(tx, batch, { createdBy: by.person, source }, dealt);
    const body = JSON.stringify(draw);
    await insertDraw(tx, { batch_id: batch.id, request_id: id, body, drawn_at: now }, records);
    const facts = {
      request: id,
      batch: batch.id,
      items: dealt.length,
      frame: frame.length,
      frame_hash: hash,
      assignees,
    };
    const sealed = { content: { name: batch.name, draw: body }, kept: 'here' } as const;
    await addAct(tx, actOf(hub, 'sample_drawn', by, facts, sealed));
    return ok({ batch, draw });
  });
  if (drawn.ok) await countAgain(hub.database, drawn.value.draw.plan.size);
  return drawn;
}
