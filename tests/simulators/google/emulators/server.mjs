// Somebody else's Google, @emulators/google, with one person and one client: node server.mjs ADDRESS NAME CLIENT SECRET REDIRECT
// writes the port it serves on.
import { createServer as listen } from "node:http";
import { createServer } from "@emulators/core";
import { googlePlugin, seedFromConfig } from "@emulators/google";

const [address, name, client, secret, redirect] = process.argv.slice(2);
let app;

const server = listen(async (asked, answered) => {
  const pieces = [];
  for await (const piece of asked) pieces.push(piece);
  const body = pieces.length ? Buffer.concat(pieces) : undefined;
  const given = await app.fetch(new Request(`http://${asked.headers.host}${asked.url}`, { method: asked.method, headers: asked.headers, body }));
  answered.writeHead(given.status, Object.fromEntries(given.headers));
  answered.end(Buffer.from(await given.arrayBuffer()));
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const baseUrl = `http://127.0.0.1:${port}`;
  const made = createServer(googlePlugin, { port, baseUrl });
  seedFromConfig(made.store, baseUrl, {
    users: [{ email: address, name }],
    oauth_clients: [{ client_id: client, client_secret: secret, name: "Kanelbulle", redirect_uris: [redirect] }],
  });
  app = made.app;
  console.log(port);
});
