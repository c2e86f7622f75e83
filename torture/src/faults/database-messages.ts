/**
 * Cuts what a PostgreSQL client sends into whole messages (PostgreSQL 15, ch. 55.7): a type byte and a length, but for what
 * begins a connection, which has a length only.
 */
export function messageSplitter(): (chunk: Buffer) => readonly Buffer[] {
  let waiting = Buffer.alloc(0);
  let isBegun = false;
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      const head = isBegun ? 1 : 0;
      if (waiting.length < head + 4) return messages;
      const length = head + waiting.readInt32BE(head);
      if (waiting.length < length) return messages;
      const message = waiting.subarray(0, length);
      waiting = waiting.subarray(length);
      // Asking for TLS or GSS is answered by one byte, and the true beginning follows.
      isBegun ||= !isEncryptionRequest(message);
      messages.push(message);
    }
  };
}

function isEncryptionRequest(message: Buffer): boolean {
  const [tls, gss] = [80877103, 80877104];
  return message.length === 8 && [tls, gss].includes(message.readInt32BE(4));
}

/** Whether this message asks for the end of a transaction: as a query of its own, or as a statement prepared for it. */
export function isCommit(message: Buffer): boolean {
  const type = String.fromCharCode(message[0] ?? 0);
  return (type === "Q" || type === "P") && /\bcommit\b/i.test(message.toString("latin1"));
}

/** Whether the message makes the server carry something out: a query, or a statement that was prepared for it. */
export function isOperation(message: Buffer): boolean {
  return ["Q", "E"].includes(String.fromCharCode(message[0] ?? 0));
}
