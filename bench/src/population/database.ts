import type { AddedInstitution } from "./add-institution.ts";

/** A filled database that a server can be started on, with what the load generator has to know of it. */
export interface Database extends AddedInstitution {
  readonly url: string;
  readonly keyRing: string;
  readonly tokens: number;
  /** The file it lies in, or the folder of its files, on this machine. */
  readonly place: string;
}
