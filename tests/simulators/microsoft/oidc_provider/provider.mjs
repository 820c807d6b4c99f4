// A sign-in by OpenID-certified code instead of ours: node provider.mjs PEM DIRECTORY CLIENT SECRET REDIRECT SCOPES
// Says the port it listens on, and asks for names and consents by the forms the package itself brings along.
// https://github.com/panva/node-oidc-provider/blob/main/docs/README.md
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { Provider } from 'oidc-provider';

const [pem, directory, client, secret, redirect, scopes] = process.argv.slice(2);
const text = readFileSync(pem);

// Who signs in is whatever is typed, in this directory, under a name of an object that never changes.
const account = (login) => ({
  accountId: login,
  claims: () => ({
    sub: login,
    tid: directory,
    oid: '44444444-aaaa-4bbb-8ccc-dddddddddddd',
    preferred_username: login,
    name: 'Astrid Ek',
  }),
});

const server = createServer({ key: text, cert: text });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const path = `/${directory}/v2.0`;
  const provider = new Provider(`https://localhost:${port}${path}`, {
    clients: [
      {
        client_id: client,
        client_secret: secret,
        redirect_uris: [redirect],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'profile', 'offline_access', ...scopes.split(' ')],
    claims: { openid: ['sub', 'tid', 'oid', 'preferred_username', 'name'] },
    conformIdTokenClaims: false,
    findAccount: (_, login) => account(login),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    cookies: { keys: ['of this test'] },
    ttl: { AccessToken: 120, AuthorizationCode: 60, RefreshToken: 3600 },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith(path)) return response.writeHead(404).end();
    request.originalUrl = request.url;
    request.url = request.url.slice(path.length) || '/';
    return answer(request, response);
  });
  process.stdout.write(`${port}\n`);
});
