/** A demo policy; its texts are the Markdown files below resources/demo/policies, which are written by hand. */
type DemoPolicy = { readonly id: string; readonly types: readonly string[]; readonly changes: string };

const POLICIES: readonly DemoPolicy[] = [
  {
    id: 'hate-speech',
    types: ['hate_speech'],
    changes: 'Adds coded language. Migration status is protected in its own right. Dehumanising comparisons become S4.',
  },
  {
    id: 'harassment-bullying',
    types: ['harassment', 'bullying'],
    changes: 'Adds raids sent by a host. Any hostile raid becomes S3 and falls on the host first.',
  },
  {
    id: 'regulated-goods',
    types: ['regulated_goods'],
    changes: 'Offers of prescription medicines become S3, or S4 without a prescription. Adds home remedies.',
  },
  {
    id: 'scams-and-spam',
    types: ['scam', 'spam'],
    changes: 'Multiplied-money giveaways become S4 from the first appeal. Allows self-promotion in one’s own stream.',
  },
  {
    id: 'dangerous-acts',
    types: ['dangerous_acts'],
    changes: 'A dare with a goal of likes, gifts or viewers has the level of the act.',
  },
  {
    id: 'impersonation',
    types: ['impersonation'],
    changes: 'Posing as support becomes S4, or S5 with an access code. Adds synthetic voices and faces.',
  },
];

const VERSIONS = [
  { version: '2026-01', effective_at: '2026-01-15T00:00:00Z' },
  { version: '2026-04', effective_at: '2026-04-15T00:00:00Z' },
] as const;

/** The content of policies.json. */
export function policiesJson(): object[] {
  return POLICIES.map(({ id, types, changes }) => ({
    id,
    violation_types: types,
    versions: VERSIONS.map(({ version, effective_at }, i) => ({
      version,
      effective_at,
      files: { en: `policies/${id}/${version}.en.md`, es: `policies/${id}/${version}.es.md` },
      summary: i === 0 ? 'First version.' : changes,
    })),
  }));
}
