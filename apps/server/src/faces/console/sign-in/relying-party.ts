import { messagesFor } from "@warifu/pages";
import type { Service } from "../../../service.ts";
import { frameWords } from "../frame/words.ts";
import type { RelyingParty } from "./passkeys.ts";

export function relyingParty({ config }: Service): RelyingParty {
  return { origin: config.origins.console, name: `Warifu ${messagesFor(frameWords, "ja").siteName}` };
}
