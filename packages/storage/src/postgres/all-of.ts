/**
 * What statements that were sent together gave. When several failed, the first one says why: those after it only tell that the
 * transaction is aborted.
 */
export async function allOf<Values extends readonly unknown[]>(asked: {
  readonly [Index in keyof Values]: Promise<Values[Index]> | Values[Index];
}): Promise<Values> {
  const settled = await Promise.allSettled(asked as readonly unknown[]);
  const failed = settled.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return settled.map((result) => (result.status === "fulfilled" ? result.value : undefined)) as unknown as Values;
}
