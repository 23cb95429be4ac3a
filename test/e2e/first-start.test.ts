import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '#scripts/lib/until.ts';
import { press } from '#scripts/tour/hands.ts';
import { screenIs } from '#scripts/tour/page-reader.ts';
import { appYard } from '#test/support/app.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

const apps = appYard();
let desk: ReviewDesk;
beforeAll(async () => {
  desk = await openDesk(2);
}, 180_000);
afterAll(() => desk.close());

const identity = async (app: { call(group: string, name: string, input: unknown): Promise<unknown> }) =>
  ((await app.call('people', 'current', {})) as { value?: { state: string } }).value?.state;

describe('the first start', () => {
  it('needs Enter alone when hub and code came on the command line, and keeps the token for its owner only', async () => {
    const userData = apps.folder();
    const code = await desk.place.code('reviewer');
    const first = await apps.open(userData, [`--enrol-hub=${desk.gate.url}`, `--enrol-code=${code}`]);
    await screenIs(first.page, 'enrol');
    await first.page.locator('button[type="submit"]:focus').waitFor();
    await press(first.page, 'Enter');
    await until('somebody is signed in', async () => (await identity(first)) === 'signed_in');
    expect(statSync(join(userData, 'credential.json')).mode & 0o777).toBe(0o600);
    expect(await first.call('app', 'info', {})).toMatchObject({ value: { enrol_hint: null } });
    await first.close();

    const second = await apps.open(userData);
    expect(await identity(second)).toBe('signed_in');
  });
});
