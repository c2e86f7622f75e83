import { apiKeyCreate, apiKeyRevoke } from "./api-key-create.ts";
import { clientAdd } from "./client-add.ts";
import type { DataCommand } from "./command.ts";
import { fenceRaise, fenceShow } from "./fence-raise.ts";
import { institutionAdd } from "./institution-add.ts";
import { institutionShow } from "./institution-show.ts";
import { radiusClientAdd } from "./radius-client-add.ts";
import { radiusClientList } from "./radius-client-list.ts";
import { radiusClientRemove } from "./radius-client-remove.ts";
import { staffInvite } from "./staff-invite.ts";
import { tokenImport } from "./token-import.ts";

/** The commands that read or change data: the running service carries them out, or the command's own process where none runs. */
export const dataCommands: readonly DataCommand[] = [
  institutionAdd,
  institutionShow,
  clientAdd,
  apiKeyCreate,
  apiKeyRevoke,
  radiusClientAdd,
  radiusClientList,
  radiusClientRemove,
  staffInvite,
  tokenImport,
  fenceRaise,
  fenceShow,
];
