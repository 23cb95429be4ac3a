import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { item } from '#contract/batches.ts';
import { hubApi } from '#contract/hub-api.ts';
import { resultId, sha256 } from '#contract/ids.ts';
import { maxResultsPerPush, type ResultEnvelope, verdictDocument } from '#contract/verdicts.ts';
import { type Device, fetchAs } from '#scripts/lib/device.ts';

type AssignedItem = Pick<ReturnType<typeof item.parse>, 'id' | 'batch_id' | 'record_id' | 'round'>;

const assigned = item.pick({ id: true, batch_id: true, record_id: true, round: true }).strip();

/** Every item that the hub has for this device, read from the change log. */
export async function pullItems(url: string, device: Device): Promise<AssignedItem[]> {
  const items: AssignedItem[] = [];
  for (let cursor = ''; ; ) {
    const answer = await fetchAs(`${url}/v1/changes?limit=2000${cursor}`, device, { method: 'GET' });
    const [head, ...lines] = (await answer.text()).trimEnd().split('\n');
    const page = JSON.parse(head ?? '') as { cursor: string; more: boolean };
    for (const line of lines) {
      const [about, body] = line.split('\t');
      if ((JSON.parse(about ?? '') as { kind: string }).kind === 'item')
        items.push(assigned.parse(JSON.parse(body ?? '')));
    }
    if (!page.more) return items;
    cursor = `&cursor=${encodeURIComponent(page.cursor)}`;
  }
}

/** Frozen verdicts, one for each item, grouped into full pushes as request bodies. Made before the clock starts. */
export function freezePushes(device: Device, items: readonly AssignedItem[], firstSeq: number): string[] {
  const envelopes = items.map((each, index): ResultEnvelope => {
    const id = resultId.parse(uuidv7());
    const document = verdictDocument.parse({
      type: 'verdict',
      id,
      item_id: each.id,
      batch_id: each.batch_id,
      record_id: each.record_id,
      round: each.round,
      person_id: device.person.id,
      device_id: device.device_id,
      device_seq: firstSeq + index,
      decided_at: new Date().toISOString(),
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
    });
    const body = JSON.stringify(document);
    return { id, sha256: sha256.parse(createHash('sha256').update(body).digest('hex')), body };
  });
  const pushes: string[] = [];
  for (let start = 0; start < envelopes.length; start += maxResultsPerPush) {
    pushes.push(JSON.stringify({ results: envelopes.slice(start, start + maxResultsPerPush) }));
  }
  return pushes;
}

/** Sends the pushes over some connections; every receipt must say stored. Returns milliseconds of each post. */
export async function sendPushes(
  url: string,
  device: Device,
  pushes: readonly string[],
  connections: number,
): Promise<number[]> {
  const samples: number[] = [];
  let next = 0;
  const drain = async (): Promise<void> => {
    for (let body = pushes[next++]; body !== undefined; body = pushes[next++]) {
      const start = performance.now();
      const answer = await fetchAs(url + hubApi.pushResults.path, device, { method: 'POST', body });
      const { receipts } = hubApi.pushResults.response.parse(await answer.json());
      samples.push(performance.now() - start);
      if (receipts.some((each) => each.status !== 'stored'))
        throw new Error('a verdict of the benchmark was not stored');
    }
  };
  await Promise.all(Array.from({ length: connections }, drain));
  return samples;
}
