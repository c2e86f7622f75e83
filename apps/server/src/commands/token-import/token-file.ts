import type { TextFile } from "../text-file.ts";

/** The file that is taken over, and for whom. */
export interface TokenFile {
  readonly text: TextFile;
  readonly serviceId: string | undefined;
  /** Parameters of the addresses that change no code. */
  readonly passOver: ReadonlySet<string>;
}
