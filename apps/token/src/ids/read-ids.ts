import { isServiceId, isUserId, normaliseDigits, normaliseUserId } from "@warifu/otp";

/** What names one issuance: both stand on the screen ワンタイムパスワード認証確認, and in its QR code. */
export interface Ids {
  readonly serviceId: string;
  readonly userId: string;
}

/** Nobody pastes more than a mail. */
const longestText = 5_000;

/** The IDs of a link or QR code of the service: `#s=10121234&u=1234567890123ABC`. */
export function readIdsOfFragment(fragment: string): Partial<Ids> {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  return soundIds(values.get("s") ?? "", values.get("u") ?? "");
}

/**
 * Finds the IDs in whatever was pasted or scanned: a link with them, both on two lines, or in the middle of a sentence.
 * The user ID is recognised by its check character, so nothing else can pass for it.
 */
export function readIds(text: string): Partial<Ids> {
  const fragment = /#(\S+)/.exec(text.slice(0, longestText))?.[1];
  if (fragment !== undefined) {
    const found = readIdsOfFragment(fragment);
    if (found.serviceId !== undefined || found.userId !== undefined) return found;
  }
  const groups = halfWidth(text.slice(0, longestText)).match(/[0-9A-Z]+/gi) ?? [];
  const found = userIdsAmong(groups).map(({ userId, rest }) => Object.assign(serviceIdAmong(rest), { userId }));
  // A window shifted by a group may fit its check character by chance; the right one leaves a service ID beside it.
  return found.find(({ serviceId }) => serviceId !== undefined) ?? found[0] ?? serviceIdAmong(groups);
}

function userIdsAmong(groups: readonly string[]): { userId: string; rest: string[] }[] {
  return [1, 4].flatMap((size) =>
    groups.flatMap((_, start) => {
      const run = groups.slice(start, start + size);
      const isWritten = size === 1 || run.every((group) => group.length === 4);
      const userId = normaliseUserId(run.join(""));
      return isWritten && isUserId(userId)
        ? [{ userId, rest: [...groups.slice(0, start), "", ...groups.slice(start + size)] }]
        : [];
    }),
  );
}

function serviceIdAmong(groups: readonly string[]): { serviceId?: string } {
  const pairs = groups.map((group, at) => (group.length === 4 ? group + (groups[at + 1] ?? "") : ""));
  const serviceId = [...groups, ...pairs].find((run) => isServiceId(run));
  return serviceId === undefined ? {} : { serviceId };
}

/** Full-width characters as ASCII; zero-width ones away, so that they part nothing. */
function halfWidth(text: string): string {
  return text
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) - 0xfee0));
}

function soundIds(service: string, user: string): Partial<Ids> {
  const serviceId = normaliseDigits(service);
  const userId = normaliseUserId(user);
  return { ...(isServiceId(serviceId) ? { serviceId } : {}), ...(isUserId(userId) ? { userId } : {}) };
}
