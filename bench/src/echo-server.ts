import Fastify from "fastify";
import type { AddressInfo } from "node:net";

// The limit: Fastify with the service's HTTP settings and its body parser's work, and nothing behind it.
const app = Fastify({ logger: false, bodyLimit: 64 * 1024, requestTimeout: 30_000, keepAliveTimeout: 72_000 });
app.post("/v1/customers/:customerId/verifications", async (request) => request.body);
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.((app.server.address() as AddressInfo).port);
process.on("disconnect", () => process.exit(0));
