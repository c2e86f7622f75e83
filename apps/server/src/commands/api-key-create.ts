import { createHash, randomBytes } from "node:crypto";
import { DirectoryConflict } from "@warifu/rules";
import { z } from "zod";
import { Refused } from "../refused.ts";
import { operatorEvent } from "./operator.ts";
import { dataCommand } from "./command.ts";

/** So that a new key can be brought into use before the old one ends, and no forgotten third one lies about. */
const liveAtMost = 2;

export const apiKeyCreate = dataCommand({
  name: "api-key create",
  summary: "makes an API key for a client; prints it once. Two may live at a time",
  help: `
  --client-id NAME              the client (warifu client add)`,
  options: { "client-id": { type: "string" } },
  schema: z.strictObject({ clientId: z.string({ error: "is missing" }) }),
  async perform({ storage, nowMs }, { clientId }) {
    const client = await storage.client(clientId);
    if (!client) throw new Refused(`There is no client ${clientId}.`);
    const keyId = randomBytes(8).toString("hex");
    // Hexadecimal: the underscores that part the three pieces occur nowhere else.
    const apiKey = `wrf_${keyId}_${randomBytes(32).toString("hex")}`;
    const keyHash = createHash("sha256").update(apiKey).digest("hex");
    const atMs = nowMs();
    const { institutionId } = client;
    const stored = {
      keyId,
      clientId,
      institutionId,
      keyHash,
      createdAtMs: atMs,
      lastUsedAtMs: null,
      revokedAtMs: null,
    };
    try {
      const event = operatorEvent("apiKey.created", atMs, institutionId, { clientId, keyId });
      await storage.addApiKey(stored, liveAtMost, event);
    } catch (error) {
      if (!(error instanceof DirectoryConflict)) throw error;
      const live = (await storage.apiKeysOf(clientId)).filter(({ revokedAtMs }) => revokedAtMs === null);
      const names = live.map((key) => key.keyId).join(" and ");
      throw new Refused(`${clientId} has two live keys already (${names}): end one with "warifu api-key revoke".`);
    }
    return {
      text: `API key made. Keep it now: it is not shown again.\n  ${apiKey}`,
      json: { keyId, clientId, apiKey },
    };
  },
});

export const apiKeyRevoke = dataCommand({
  name: "api-key revoke",
  summary: "ends an API key at once",
  help: `
  --client-id NAME              the client
  --key-id ID                   the key's second part: wrf_ID_…`,
  options: { "client-id": { type: "string" }, "key-id": { type: "string" } },
  schema: z.strictObject({ clientId: z.string({ error: "is missing" }), keyId: z.string({ error: "is missing" }) }),
  async perform({ storage, nowMs }, { clientId, keyId }) {
    const key = (await storage.apiKeysOf(clientId)).find((one) => one.keyId === keyId && one.revokedAtMs === null);
    if (!key) throw new Refused(`${clientId} has no live key ${keyId}.`);
    const atMs = nowMs();
    await storage.revokeApiKey(
      keyId,
      atMs,
      operatorEvent("apiKey.revoked", atMs, key.institutionId, { clientId, keyId }),
    );
    return { text: `The API key ${keyId} of ${clientId} has ended.`, json: { keyId, clientId } };
  },
});
