import { focusErrors } from "./parts/focus-errors.ts";
import { keepEntries } from "./parts/keep-entries.ts";
import { searchKey } from "./parts/search-key.ts";
import { warnBeforeEnd } from "./parts/warn-before-end.ts";

// What every screen of the console does by itself; all of it works without, too.
focusErrors();
keepEntries();
searchKey();
warnBeforeEnd();
