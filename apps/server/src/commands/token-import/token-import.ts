import { basename } from "node:path";
import { z } from "zod";
import { Refused } from "../../refused.ts";
import { checkedInput, inputFrom } from "../command.ts";
import type { Answer, PiecewiseCommand } from "../command.ts";
import { chosenServiceId } from "../find-institution.ts";
import { count } from "../progress.ts";
import { nameOf } from "../read-csv.ts";
import { openTextFile } from "../text-file.ts";
import { checkTokenFile } from "./check-token-file.ts";
import type { Checked } from "./check-token-file.ts";
import type { TokenFile } from "./token-file.ts";
import { takeOver } from "./take-over.ts";
import type { TakenOver } from "./take-over.ts";

const schema = z.strictObject({
  serviceId: chosenServiceId,
  file: z.string({ error: "is missing" }),
  ignoreParameter: z.array(z.string().toLowerCase()).default([]),
  check: z.boolean().default(false),
});

/**
 * Two passes over the file: everything is checked first, so that nothing is written of a file with a mistake in it; then it is taken
 * over in pieces, each one commit. Whoever runs it again after it broke off goes on where it stopped: what is there is told
 * and left alone. Holds one piece of the file at a time.
 */
export const tokenImport: PiecewiseCommand = {
  kind: "piecewise",
  name: "token import",
  summary: "takes over tokens made elsewhere, in use at once; a file that broke off goes on when it is run again",
  help: `
  [--service-id 10121234]       the institution, where there is more than one
  --file tokens.csv             columns customerId,otpauth (the first line may say so); one token a line: otpauth://totp/…
                                commas, semicolons or tabs; UTF-8, UTF-16 or Shift_JIS
  [--check]                     reads and checks everything, and changes nothing
  [--ignore-parameter uuid]     of the addresses, when you know that it changes no code; may be repeated`,
  options: {
    "service-id": { type: "string" },
    file: { type: "string" },
    check: { type: "boolean" },
    "ignore-parameter": { type: "string", multiple: true },
  },
  async run(values, work) {
    const { serviceId, file: path, ignoreParameter, check } = checkedInput(schema, inputFrom(values));
    const text = await openTextFile(path);
    try {
      const file: TokenFile = { text, serviceId, passOver: new Set(ignoreParameter) };
      const checked = await checkTokenFile(file, work);
      const read = `${basename(path)}: ${text.encoding}, divided by ${nameOf(checked.separator)}s, ${tokens(checked.tokens)}.`;
      if (check) return checkedOnly(read, checked);
      const taken = await takeOver(file, checked, work);
      return account(read, checked, taken, text.encoding);
    } finally {
      work.progress.clear();
      await text.close();
    }
  },
};

function checkedOnly(read: string, { tokens: all, wereThere }: Checked): Answer {
  const text = `${read}\nNothing is wrong with it. ${count(all - wereThere)} to be added, ${count(wereThere)} already there. Nothing was changed.`;
  return { text, json: { tokens: all, toAdd: all - wereThere, alreadyThere: wereThere } };
}

/** @throws Refused when not all of the file is in use */
function account(read: string, checked: Checked, taken: TakenOver, encoding: string): Answer {
  const { added, wereThere, problems, stopped } = taken;
  const refused = problems.count;
  const sums = `${count(added)} added, ${count(wereThere)} already there, ${count(refused)} refused`;
  if (stopped !== null) {
    const left = checked.tokens - added - wereThere - refused;
    throw new Refused(
      `${stopped}\n${read}\n${sums}, ${count(left)} not yet begun. What is added is in use. Run the same command again: it goes on there.`,
    );
  }
  if (refused > 0)
    throw new Refused(
      `${read}\n${sums}. What is added is in use. Refused since the file was checked:\n${problems.text()}`,
    );
  const json = { added, alreadyThere: wereThere, refused, encoding, separator: checked.separator };
  return { text: `${read}\n${sums}. They are in use.`, json };
}

function tokens(number: number): string {
  return number === 1 ? "1 token" : `${count(number)} tokens`;
}
