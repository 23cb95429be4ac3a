import { z } from 'zod';
import type { Lockfile } from '../check/supply.ts';
import { npm } from '../setup/npm.ts';

const hash = z.looseObject({ alg: z.string(), content: z.string() });
const property = z.looseObject({ name: z.string(), value: z.string() });

const component = z.looseObject({
  name: z.string(),
  version: z.string(),
  purl: z.string(),
  /** `required` is shipped; `optional` is only built and tested with. */
  scope: z.enum(['required', 'optional', 'excluded']).optional(),
  hashes: z.array(hash).optional(),
  properties: z.array(property).optional(),
});

/** Software bill of materials in CycloneDX; only the parts that are looked at. */
const billOfMaterials = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(component),
});
export type Bill = z.infer<typeof billOfMaterials>;

/** npm takes these for tools of developers; they are what the app runs on. */
const SHIPPED = new Set(['electron']);
const DEVELOPMENT = 'cdx:npm:package:development';

/**
 * The bill of everything in a folder's lockfile, made by npm from that file alone: what is installed plays no part.
 * @param name of the product; npm would take the folder's
 * @throws SetupProblem when npm fails, ZodError when it answers with something else
 */
export function makeBill(folder: string, name: string): Bill {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const bill = billOfMaterials.parse(JSON.parse(npm(args, folder, 'making the bill of materials')));
  const components = bill.components.map((each) => {
    const properties = each.properties?.filter(({ name }) => name !== DEVELOPMENT || !SHIPPED.has(each.name));
    // npm calls what is only for some systems optional, too; there it is shipped.
    const isTool = properties?.some(({ name }) => name === DEVELOPMENT) ?? false;
    return { ...each, properties, scope: isTool ? ('optional' as const) : ('required' as const) };
  });
  const product = { ...bill.metadata.component, name };
  return { ...bill, metadata: { ...bill.metadata, component: product }, components };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Both write the same hash, one in base 64 and one in base 16. */
const toHex = (integrity: string): string =>
  Buffer.from(integrity.slice(integrity.indexOf('-') + 1), 'base64').toString('hex');

/** How a bill differs from the lockfile, in words; empty when it names every package with its very contents, and nothing else. */
export function findInBill(bill: Bill, lockfile: Lockfile): string[] {
  const locked = new Map(
    Object.entries(lockfile.packages)
      .filter(([path]) => path !== '')
      .map(([path, { version, integrity }]) => [`${nameOf(path)}@${version}`, toHex(integrity ?? '')]),
  );
  const billed = new Map(
    bill.components.map(({ name, version, hashes }) => [
      `${name}@${version}`,
      hashes?.find(({ alg }) => alg === 'SHA-512')?.content ?? '',
    ]),
  );
  return [
    ...[...locked.keys()].filter((each) => !billed.has(each)).map((each) => `${each} is not in the bill`),
    ...[...billed.keys()].filter((each) => !locked.has(each)).map((each) => `${each} is in the bill and not locked`),
    ...[...locked]
      .filter(([each, sha]) => billed.has(each) && billed.get(each) !== sha)
      .map(([each]) => `${each} has other contents in the bill`),
  ];
}
