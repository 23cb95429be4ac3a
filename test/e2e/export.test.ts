import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionEvent } from '#contract/sessions.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { exportLog } from '#scripts/tour/exporting.ts';
import { nothingReviewed, reviewItems } from '#scripts/tour/reviewing.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

const ITEMS = 4;
const quiet = { before: () => Promise.resolve(), during: () => Promise.resolve() };

let desk: ReviewDesk;
let supervisor: DrivenApp;
const reviewed = nothingReviewed();
beforeAll(async () => {
  desk = await openDesk(ITEMS);
  const ana = await desk.enrolled('ana', 'reviewer');
  await desk.begin(ana);
  await reviewItems(ana, ITEMS, 'en', quiet, reviewed);
  await desk.uploaded(ana);
  await ana.close();
  supervisor = await desk.enrolled('marisol', 'supervisor');
}, 180_000);
afterAll(() => desk.close());

const events = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => sessionEvent.parse(JSON.parse(line)));

describe('a supervisor’s export of the session log', () => {
  it('comes from the hub with what every reviewer did', async () => {
    const file = join(desk.place.folder, 'from-hub.ndjson');
    const exported = await exportLog(supervisor, 'ndjson', file);
    expect(exported.source).toBe('hub');
    const ofAna = events(file).filter((event) => event.person_id === desk.place.reviewer.id);
    const verdicts = ofAna.flatMap(({ detail }) => (detail.type === 'verdict' ? [detail.result_id as string] : []));
    const redone = ofAna.flatMap(({ detail }) => (detail.type === 'redo' ? [detail.result_id as string] : []));
    expect([...verdicts, ...redone]).toEqual(expect.arrayContaining([...reviewed.acknowledged]));
    expect(ofAna.map((event) => event.detail.type)).toEqual(
      expect.arrayContaining(['sign_in', 'app_started', 'item_shown', 'verdict']),
    );
    const order = ofAna.map((event) => event.device_seq).toSorted((a, b) => a - b);
    expect(new Set(order).size).toBe(order.length);
  });

  it('is a table whose rows are as many as the events', async () => {
    const csv = await exportLog(supervisor, 'csv', join(desk.place.folder, 'from-hub.csv'));
    const ndjson = await exportLog(supervisor, 'ndjson', join(desk.place.folder, 'again.ndjson'));
    expect(csv.source).toBe('hub');
    // One line more for the names of the columns; one event more, because an export is itself an event.
    expect(csv.lines - 1).toBeLessThanOrEqual(ndjson.lines);
    expect(csv.lines - 1).toBeGreaterThanOrEqual(ndjson.lines - 2);
  });

  it('comes from this device when the hub cannot be reached, and says so', async () => {
    await desk.gate.cut();
    const file = join(desk.place.folder, 'from-device.ndjson');
    const exported = await exportLog(supervisor, 'ndjson', file);
    expect(exported.source).toBe('device');
    const types = events(file).map((event) => event.detail.type);
    expect(types).toEqual(expect.arrayContaining(['sign_in', 'export']));
    expect(events(file).some((event) => event.person_id === desk.place.reviewer.id)).toBe(false);
  });
});
