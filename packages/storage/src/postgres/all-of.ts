/**
 * What statements that were sent together gave. When several failed, the first one says why: those after it only tell that the
 * transaction is aborted.
 */
export async function allOf<const Asked extends readonly unknown[]>(
  asked: Asked,
): Promise<{ -readonly [Index in keyof Asked]: Awaited<Asked[Index]> }> {
  const settled = await Promise.allSettled(asked);
  const failed = settled.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return await Promise.all(asked);
}
