import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/** Somebody's account: what the id token says of them. */
export interface Account {
  readonly name: string;
  readonly locale?: string;
  readonly roles: string | readonly string[];
}

/** A real OpenID provider on 127.0.0.1, with a public client `lupa` that must use PKCE. */
export interface TestIdentityProvider {
  readonly issuer: string;
  readonly host: string;
  /** Accounts by the name that is typed at sign-in; any password does. */
  readonly accounts: Map<string, Account>;
  stop(): void;
}

/** Starts an identity provider. */
export async function startIdentityProvider(): Promise<TestIdentityProvider> {
  const accounts = new Map<string, Account>();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const host = `127.0.0.1:${address.port}`;
  const provider = new Provider(`http://${host}`, {
    clients: [
      {
        client_id: 'lupa',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'locale', 'roles'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...accounts.get(id) }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer: `http://${host}`,
    host,
    accounts,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
