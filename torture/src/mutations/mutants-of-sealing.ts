import type { Mutant } from "./mutant.ts";

const sealing = "packages/storage/src/sealing";
const damage = ["packages/storage/src/sqlite/damage.test.ts"];
const hashes = [`${sealing}/search-hashes.test.ts`];

/** Of what seals the people's names and numbers, and finds them all the same. */
export const sealingMutants: readonly Mutant[] = [
  {
    name: "a sealed profile is not signed with its row",
    file: `${sealing}/customer-row.ts`,
    tests: damage,
    find: '...(sealed === null ? [] : [Buffer.from(sealed).toString("base64")]),',
    replace: "",
  },
  {
    name: "a sealed profile that was changed makes its customer disappear",
    file: `${sealing}/find-in-pages.ts`,
    tests: damage,
    find: "if (customer.unreadable === true || fits(customer.profile, forms)) found.push(customer);",
    replace: "if (fits(customer.profile, forms)) found.push(customer);",
  },
  {
    name: "a sealed staff name that cannot be read keeps its owner from working",
    file: "packages/storage/src/rows/staff-row.ts",
    tests: damage,
    find: "if (!(error instanceof KeyUnreadable)) throw error;",
    replace: "throw error;",
  },
  {
    name: "a sealed value opens under another subject",
    file: `${sealing}/institution-keys.ts`,
    tests: [`${sealing}/institution-keys.test.ts`],
    find: "${JSON.stringify(subject)},${version}",
    replace: '"",${version}',
  },
  {
    name: "the keyed look-up has one key for all fields",
    file: `${sealing}/institution-keys.ts`,
    tests: hashes,
    find: "`warifu search v1|${field}`",
    replace: "`warifu search v1|${field.length * 0}`",
  },
  {
    name: "the keyed look-up goes under the newest data key",
    file: `${sealing}/institution-keys.ts`,
    tests: hashes,
    find: "searchKeysOf(present(dataKeys.get(Math.min(...dataKeys.keys()))))",
    replace: "searchKeysOf(present(dataKeys.get(Math.max(...dataKeys.keys()))))",
  },
  {
    name: "the keyed look-up hashes what was typed instead of its form",
    file: `${sealing}/search-hashes.ts`,
    tests: hashes,
    find: 'phone === null ? null : hashOf("phone", phoneForm(phone), keys)',
    replace: 'phone === null ? null : hashOf("phone", phone, keys)',
  },
  {
    name: "the keyed look-up of a name is one hash of the whole",
    file: `${sealing}/search-hashes.ts`,
    tests: hashes,
    find: 'kana.slice(0, count).join("")',
    replace: 'kana.join("")',
  },
];
