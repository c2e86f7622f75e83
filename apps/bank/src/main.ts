import { makeBank } from "./make-bank.ts";
import { readConfig } from "./read-config.ts";

const config = readConfig(process.env);
const bank = await makeBank(config, () => Date.now());
await bank.listen({ port: config.port, host: "127.0.0.1" });

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void bank.close());
