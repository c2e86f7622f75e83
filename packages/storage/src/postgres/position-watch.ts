/** Where the database stands at this moment. */
interface Reach {
  /** How many bytes of the write-ahead log are on the disk. */
  readonly position: number;
  /** When its history was taken note of. */
  readonly notedMs: number;
}

/**
 * How far this process has seen the database's write-ahead log reach: knowledge that no copy of the database brings back. Where the log
 * is shorter than it was, somebody put an older copy under a node at work (a disk, a machine, a folder of files).
 */
export class PositionWatch {
  #position = -Infinity;
  #notedMs = -Infinity;

  /** To be taken before the database is asked: what is read later can only be further. */
  mark(): number {
    return this.#position;
  }

  /** Whether the log went back, and nobody has taken note of that since. */
  wentBack({ position, notedMs }: Reach, mark: number): boolean {
    return position < mark && notedMs <= this.#notedMs;
  }

  /** What was found is how it is now: raised, declared, or gone on. */
  saw({ position, notedMs }: Reach, mark: number): void {
    const isAnew = position < mark;
    this.#position = isAnew ? position : Math.max(position, this.#position);
    this.#notedMs = notedMs;
  }
}
