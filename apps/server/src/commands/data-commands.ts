import { apiKeyCreate, apiKeyRevoke } from "./api-key-create.ts";
import { clientAdd } from "./client-add.ts";
import { clientSet } from "./client-set.ts";
import type { DataCommand } from "./command.ts";
import { fenceRaise, fenceShow } from "./fence-raise.ts";
import { institutionAdd } from "./institution-add.ts";
import { institutionBrand } from "./institution-brand.ts";
import { institutionShow } from "./institution-show.ts";
import { radiusClientAdd } from "./radius-client-add.ts";
import { radiusClientList } from "./radius-client-list.ts";
import { radiusClientRemove } from "./radius-client-remove.ts";
import { radiusClientSet } from "./radius-client-set.ts";
import { staffInvite } from "./staff-invite.ts";
import { tokenImportPiece } from "./token-import/token-import-piece.ts";

/** The commands that read or change data: the running service carries them out, or the command's own process where none runs. */
export const dataCommands: readonly DataCommand[] = [
  institutionAdd,
  institutionBrand,
  institutionShow,
  clientAdd,
  clientSet,
  apiKeyCreate,
  apiKeyRevoke,
  radiusClientAdd,
  radiusClientSet,
  radiusClientList,
  radiusClientRemove,
  staffInvite,
  fenceRaise,
  fenceShow,
];

/** What the running service carries out when it is asked, pieces of long work among it. */
export const servedCommands: readonly DataCommand[] = [...dataCommands, tokenImportPiece];
