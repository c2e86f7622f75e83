import type { SecretStore } from "@warifu/rules";

export function memorySecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    async secret(name, make) {
      const secret = secrets.get(name) ?? make();
      secrets.set(name, secret);
      return secret;
    },
  };
}
