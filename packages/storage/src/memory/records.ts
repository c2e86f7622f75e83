import type { NewRecord, RecordStore } from "@warifu/rules";

interface Kept {
  readonly kind: string;
  readonly id: string;
  /** JSON, as in a database: nobody shares objects with the store. Undefined where only `count` made the record. */
  readonly json: string | undefined;
  readonly counter: number;
  readonly expiresAtMs: number;
  readonly groups: readonly string[];
}

export function memoryRecords(): RecordStore {
  const records = new Map<string, Kept>();

  const live = (kind: string, id: string, nowMs: number): Kept | undefined => {
    const record = records.get(nameOf(kind, id));
    return record !== undefined && nowMs < record.expiresAtMs ? record : undefined;
  };
  const removeWhere = (condition: (record: Kept) => boolean): number => {
    const gone = [...records].filter(([, record]) => condition(record));
    for (const [name] of gone) records.delete(name);
    return gone.length;
  };
  const replace = (kind: string, id: string, { payload, expiresAtMs, groups = [] }: NewRecord): Kept => {
    const json = JSON.stringify(payload ?? null);
    const record: Kept = { kind, id, json, counter: 0, expiresAtMs, groups: [...groups] };
    records.set(nameOf(kind, id), record);
    return record;
  };
  return {
    async put(kind, id, payload, expiresAtMs, groups = []) {
      replace(kind, id, { payload, expiresAtMs, groups });
    },
    async get(kind, id, nowMs) {
      return payloadOf(live(kind, id, nowMs));
    },
    async change(kind, id, nowMs, decide) {
      const before = payloadOf(live(kind, id, nowMs));
      const made = decide(before);
      return made === null ? before : payloadOf(replace(kind, id, made));
    },
    async take(kind, id, nowMs) {
      const record = live(kind, id, nowMs);
      records.delete(nameOf(kind, id));
      return payloadOf(record);
    },
    async count(kind, id, nowMs, expiresAtMs) {
      const fresh: Kept = { kind, id, json: undefined, counter: 0, expiresAtMs, groups: [] };
      const record = live(kind, id, nowMs) ?? fresh;
      const counter = record.counter + 1;
      records.set(nameOf(kind, id), { ...record, counter });
      return counter;
    },
    async remove(kind, id) {
      records.delete(nameOf(kind, id));
    },
    async inGroup(kind, group, nowMs) {
      return [...records.values()]
        .filter((record) => record.kind === kind && record.groups.includes(group) && nowMs < record.expiresAtMs)
        .map((record) => ({ id: record.id, payload: payloadOf(record) }));
    },
    async removeGroup(group) {
      removeWhere((record) => record.groups.includes(group));
    },
    sweep: async (nowMs) => removeWhere((record) => nowMs >= record.expiresAtMs),
  };
}

function payloadOf(record: Kept | undefined): unknown {
  if (record === undefined) return undefined;
  return record.json === undefined ? record.counter : JSON.parse(record.json);
}

function nameOf(kind: string, id: string): string {
  return JSON.stringify([kind, id]);
}
