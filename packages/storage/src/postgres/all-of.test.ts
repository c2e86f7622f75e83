import { expect, it } from "vitest";
import { allOf } from "./all-of.ts";

it("of statements sent together the first that failed says why, however late its error comes", async () => {
  const late = async () => {
    await Promise.resolve();
    await Promise.resolve();
    throw new Error("deadlock");
  };
  const asked = [Promise.resolve(1), late(), Promise.reject(new Error("the transaction is aborted"))];
  await expect(allOf(asked)).rejects.toThrow("deadlock");
  expect(await allOf([Promise.resolve(1), 2])).toEqual([1, 2]);
});
