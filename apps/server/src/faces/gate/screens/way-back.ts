import { linkButton, messagesFor } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Language } from "../../../http/language.ts";
import type { Service } from "../../../service.ts";
import { frameWords } from "./frame/words.ts";
import { soleInstitution } from "./sole-institution.ts";

/** The way back to the bank as a link, for pages on which no form can end the visit any more. */
export function linkToBank(bankOrigin: string, language: Language): Html {
  return linkButton({ label: messagesFor(frameWords, language).leave, href: `${bankOrigin}/`, kind: "primary" });
}

/** Where a page leads back to that belongs to no visit: the only bank there is; null where there are several, or the database does not answer. */
export async function soleBankOrigin(service: Service): Promise<string | null> {
  try {
    const institution = await soleInstitution(service);
    if (institution === null) return null;
    const clients = await service.storage.clientsOf(institution.institutionId);
    const origins = new Set(clients.flatMap(({ redirectUris }) => redirectUris).map((uri) => new URL(uri).origin));
    const [first, ...others] = origins;
    return first !== undefined && others.length === 0 ? first : null;
  } catch {
    return null;
  }
}
