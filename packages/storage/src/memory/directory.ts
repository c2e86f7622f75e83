import { DirectoryConflict } from "@warifu/rules";
import type {
  ApiKey,
  AuditEvent,
  Brand,
  Client,
  DirectoryStore,
  Institution,
  RadiusClient,
  Staff,
} from "@warifu/rules";
import { changedClient } from "../rows/client-row.ts";
import { changedRadiusClient } from "../rows/radius-client-row.ts";

/**
 * @param appendEvent called before anything changes: it throws for an event that has no canonical form
 * @param staff kept by whoever decides about approvals, too
 */
export function memoryDirectory(appendEvent: (event: AuditEvent) => void, staff: Map<string, Staff>): DirectoryStore {
  const institutions = new Map<string, Institution>();
  const brands = new Map<string, Brand>();
  const clients = new Map<string, Client>();
  const apiKeys = new Map<string, ApiKey>();
  const radiusClients = new Map<string, RadiusClient>();

  const hasAddressAlone = ({ radiusClientId, address }: RadiusClient): void => {
    const others = [...radiusClients.values()].filter((other) => other.radiusClientId !== radiusClientId);
    if (others.some((other) => other.address === address)) {
      throw new DirectoryConflict("The address belongs to another RADIUS client.");
    }
  };

  return {
    institution: async (institutionId) => institutions.get(institutionId) ?? null,
    institutionByServiceId: async (serviceId) =>
      [...institutions.values()].find((institution) => institution.serviceId === serviceId) ?? null,
    institutions: async () => inOrder(institutions.values(), ({ institutionId }) => institutionId),
    countInstitutions: async () => institutions.size,
    async putInstitution(institution, event) {
      const taken = [...institutions.values()].some(
        (other) => other.serviceId === institution.serviceId && other.institutionId !== institution.institutionId,
      );
      if (taken) throw new DirectoryConflict("The service ID belongs to another institution.");
      appendEvent(event);
      institutions.set(institution.institutionId, structuredClone(institution));
    },

    brand: async (institutionId) => structuredClone(brands.get(institutionId) ?? null),
    async putBrand(institutionId, brand, event) {
      appendEvent(event);
      if (brand === null) brands.delete(institutionId);
      else brands.set(institutionId, structuredClone(brand));
    },

    client: async (clientId) => clients.get(clientId) ?? null,
    clientsOf: async (institutionId) =>
      inOrder(ofInstitution(clients.values(), institutionId), ({ clientId }) => clientId),
    async addClient(client, event) {
      if (clients.has(client.clientId)) throw new DirectoryConflict("The client ID is taken.");
      appendEvent(event);
      clients.set(client.clientId, structuredClone(client));
    },
    async changeClient(clientId, decide) {
      const client = clients.get(clientId);
      if (client === undefined) throw new DirectoryConflict("There is no such client.");
      const { changed, event } = decide(structuredClone(client));
      const after = changedClient(client, changed);
      appendEvent(event);
      clients.set(clientId, structuredClone(after));
    },

    apiKeyByHash: async (keyHash) => [...apiKeys.values()].find((key) => key.keyHash === keyHash) ?? null,
    apiKeysOf: async (clientId) => [...apiKeys.values()].filter((key) => key.clientId === clientId).toReversed(),
    async addApiKey(key, liveAtMost, event) {
      const existing = [...apiKeys.values()];
      if (existing.some(({ keyId, keyHash }) => keyId === key.keyId || keyHash === key.keyHash)) {
        throw new DirectoryConflict("The API key exists.");
      }
      const live = existing.filter(({ clientId, revokedAtMs }) => clientId === key.clientId && revokedAtMs === null);
      if (live.length >= liveAtMost)
        throw new DirectoryConflict(`The client has ${live.length} live API keys already.`);
      appendEvent(event);
      apiKeys.set(key.keyId, { ...key });
    },
    async revokeApiKey(keyId, atMs, event) {
      const key = apiKeys.get(keyId);
      if (key === undefined) throw new DirectoryConflict("There is no such API key.");
      if (key.revokedAtMs !== null) return;
      appendEvent(event);
      apiKeys.set(keyId, { ...key, revokedAtMs: atMs });
    },
    async noteApiKeyUse(keyId, atMs) {
      const key = apiKeys.get(keyId);
      if (key !== undefined) apiKeys.set(keyId, { ...key, lastUsedAtMs: Math.max(atMs, key.lastUsedAtMs ?? 0) });
    },

    radiusClients: async () => inOrder(radiusClients.values(), ({ radiusClientId }) => radiusClientId),
    async addRadiusClient(client, event) {
      if (radiusClients.has(client.radiusClientId)) throw new DirectoryConflict("The RADIUS client ID is taken.");
      hasAddressAlone(client);
      appendEvent(event);
      radiusClients.set(client.radiusClientId, structuredClone(client));
    },
    async changeRadiusClient(radiusClientId, decide) {
      const client = radiusClients.get(radiusClientId);
      if (client === undefined) throw new DirectoryConflict("There is no such RADIUS client.");
      const { changed, event } = decide(structuredClone(client));
      const after = changedRadiusClient(client, changed);
      hasAddressAlone(after);
      appendEvent(event);
      radiusClients.set(radiusClientId, structuredClone(after));
    },
    async removeRadiusClient(radiusClientId, event) {
      if (!radiusClients.has(radiusClientId)) throw new DirectoryConflict("There is no such RADIUS client.");
      appendEvent(event);
      radiusClients.delete(radiusClientId);
    },

    staff: async (staffId) => staff.get(staffId) ?? null,
    staffOf: async (institutionId) => inOrder(ofInstitution(staff.values(), institutionId), ({ staffId }) => staffId),
    async putStaff(member, event) {
      keepsInstitution(staff.get(member.staffId), member, "The staff ID");
      appendEvent(event);
      staff.set(member.staffId, structuredClone(member));
    },
    async addPasskey(staffId, passkey, eventOf) {
      const member = staff.get(staffId);
      if (member === undefined || member.disabledAtMs !== null) throw new DirectoryConflict("Nobody is there.");
      const passkeys = [...member.passkeys, structuredClone(passkey)];
      appendEvent(eventOf(passkeys.length));
      staff.set(staffId, { ...member, passkeys });
    },
    async notePasskeyUse(staffId, credentialId, signCount) {
      const member = staff.get(staffId);
      if (member === undefined) return;
      const passkeys = member.passkeys.map((passkey) =>
        passkey.credentialId === credentialId ? { ...passkey, signCount } : passkey,
      );
      staff.set(staffId, { ...member, passkeys });
    },
  };
}

type OfInstitution = { readonly institutionId: string };

function keepsInstitution(before: OfInstitution | undefined, after: OfInstitution, what: string): void {
  if (before !== undefined && before.institutionId !== after.institutionId) {
    throw new DirectoryConflict(`${what} belongs to another institution.`);
  }
}

function ofInstitution<Entry extends OfInstitution>(entries: Iterable<Entry>, institutionId: string): Entry[] {
  return [...entries].filter((entry) => entry.institutionId === institutionId);
}

function inOrder<Entry>(entries: Iterable<Entry>, nameOf: (entry: Entry) => string): Entry[] {
  return [...entries].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
