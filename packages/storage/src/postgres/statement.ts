/** A statement that each connection prepares once, at its first use. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A statement with its values. */
export interface Step {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

const names = new Map<string, string>();

export function statement(text: string): Statement {
  const name = names.get(text) ?? `warifu_${names.size + 1}`;
  names.set(text, name);
  return { name, text };
}

/** The text of every statement made so far: for the test that looks at their plans. */
export function everyStatement(): readonly string[] {
  return [...names.keys()];
}
