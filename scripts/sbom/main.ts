// `npm run sbom`: writes the software bill of materials of the lockfile to out/lupa.cdx.json (CycloneDX).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lockfile } from '../check/supply.ts';
import { REPOSITORY } from '../setup/paths.ts';
import { findInBill, makeBill } from './bill.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(join(REPOSITORY, name), 'utf8'));

const bill = makeBill(REPOSITORY, (read('package.json') as { name: string }).name);
const wrong = findInBill(bill, read('package-lock.json') as Lockfile);
for (const each of wrong) console.error(`sbom: ${each}`);
if (wrong.length > 0) process.exitCode = 1;
else {
  const file = join(REPOSITORY, 'out', 'lupa.cdx.json');
  mkdirSync(join(REPOSITORY, 'out'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  const shipped = bill.components.filter(({ scope }) => scope === 'required').length;
  console.log(`sbom: ${bill.components.length} packages, ${shipped} of them shipped, in ${file}`);
}
