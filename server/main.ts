import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exportReason } from '#contract/exports.ts';
import { readOpenIdSettings } from './identity/settings.ts';
import { type AuditAsked, runHub } from './run-hub.ts';

const help = `Lupa hub: hands out batches and collects results.

  npm run hub -- [options]

  --port N         port to listen on (default 4850; 0 takes a free one)
  --host NAME      address to listen on (default 127.0.0.1)
  --data DIR       where the hub keeps everything (default ./.lupa/hub)
  --import PACK    import a review pack, a folder or .zip; may be given several times
  --demo           import the demo pack and make demo people with a batch each
  --restored       say that the database was restored from a backup: every device pulls again and offers its work again
  --audit DIR      write the audit, signed, into a folder (needs --reason)
  --reason TEXT    why it is exported, in at least ten characters; kept with the audit
  --help           this text

  LUPA_PUBLIC_URL  where devices reach the hub, when a proxy before it changes host or path
  LUPA_OIDC_…      the identity provider people sign in with (docs/people.md)
  DATABASE_URL     an external PostgreSQL instead of the embedded one
  LUPA_AUDIT_KEY   PEM of the Ed25519 key that signs the audit, instead of the one in the data folder
  LUPA_LOG_LEVEL   trace, debug, info (default), warn, error or silent; logs go to standard error
`;

const defaultPort = '4850';

function options() {
  return parseArgs({
    options: {
      port: { type: 'string', default: defaultPort },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.lupa/hub' },
      import: { type: 'string', multiple: true, default: [] },
      demo: { type: 'boolean', default: false },
      restored: { type: 'boolean', default: false },
      audit: { type: 'string' },
      reason: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

/** Where the audit is to be written and why; null when nobody asks for it. */
function auditAsked(given: { audit?: string | undefined; reason?: string | undefined }): AuditAsked | null {
  if (given.audit === undefined) return null;
  const reason = exportReason.safeParse(given.reason);
  if (!reason.success) throw new Error('--audit needs a --reason of at least ten characters');
  return { folder: resolve(given.audit), reason: reason.data };
}

async function main(): Promise<void> {
  const given = options();
  if (given.help) {
    process.stdout.write(help);
    return;
  }
  const port = Number(given.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${given.port} is not a port`);
  await runHub({
    port,
    host: given.host,
    dataFolder: resolve(given.data),
    packs: given.import.map((pack) => resolve(pack)),
    demo: given.demo,
    restored: given.restored,
    auditTo: auditAsked(given),
    databaseUrl: process.env['DATABASE_URL'],
    publicUrl: process.env['LUPA_PUBLIC_URL'],
    auditKey: process.env['LUPA_AUDIT_KEY'],
    identity: readOpenIdSettings(process.env),
    logLevel: process.env['LUPA_LOG_LEVEL'] ?? 'info',
  });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`hub: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof Error && error.cause instanceof Error) process.stderr.write(`because: ${error.cause.message}\n`);
  process.exit(1);
}
