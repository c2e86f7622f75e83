declare const holds: unique symbol;

/** The JSON text of a value: a column's list, or whoever packs a message, says of what. */
export type Json<Value> = string & { readonly [holds]: Value };

export function toJson<Value>(value: Value): Json<Value> {
  return JSON.stringify(value) as Json<Value>;
}

/** A text that was put together from others: to read them and write them anew would cost more than what they say. */
export function jsonText<Value>(text: string): Json<Value> {
  return text as Json<Value>;
}

/** Believed like the text: where somebody may have changed it, it is checked before. */
export function fromJson<Value>(text: Json<Value>): Value {
  return JSON.parse(text) as Value;
}
