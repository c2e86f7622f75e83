import { watchLanguageLinks } from "./parts/change-language.ts";
import { onEveryPage } from "./parts/every-page.ts";
import { watchSessionEnd } from "./parts/session-end.ts";

/** On every page of a visit. */
onEveryPage(() => {
  watchLanguageLinks();
  watchSessionEnd();
});
