import { createHash } from "node:crypto";
import { messageAuthenticator, messageAuthenticatorBytes } from "./message-authenticator.ts";
import { attributesOf, attributeTypes, headerBytes, packetCodes } from "./packet.ts";
import type { Packet } from "./packet.ts";

const authenticatorAt = 4;
const messageAuthenticatorAt = headerBytes + 2;

/**
 * Writes the answer to a request: Message-Authenticator, then every Proxy-State as it came, and nothing else. It says yes or no and no
 * more, an acceptance is as long as a refusal, and none is longer than its request. Message-Authenticator comes first: then nothing
 * that somebody on the way put into the request can stand before it (draft-ietf-radext-deprecating-radius §5.2, CVE-2024-3596).
 */
export function writeAnswer(accepted: boolean, request: Packet, sharedSecret: string): Buffer {
  const proxyStates = attributesOf(request, attributeTypes.proxyState).map(({ offset, value }) =>
    request.bytes.subarray(offset - 2, offset + value.length),
  );
  const empty = Buffer.alloc(messageAuthenticatorAt + messageAuthenticatorBytes);
  const answer = Buffer.concat([empty, ...proxyStates]);
  answer.writeUInt8(accepted ? packetCodes.accessAccept : packetCodes.accessReject, 0);
  answer.writeUInt8(request.identifier, 1);
  answer.writeUInt16BE(answer.length, 2);
  request.authenticator.copy(answer, authenticatorAt);
  answer.writeUInt8(attributeTypes.messageAuthenticator, headerBytes);
  answer.writeUInt8(2 + messageAuthenticatorBytes, headerBytes + 1);
  messageAuthenticator(answer, sharedSecret).copy(answer, messageAuthenticatorAt);
  responseAuthenticator(answer, sharedSecret).copy(answer, authenticatorAt);
  return answer;
}

/** RFC 2865 §3: MD5 over the answer with the request's authenticator in its place, and the shared secret. */
export function responseAuthenticator(answer: Buffer, sharedSecret: string): Buffer {
  return createHash("md5").update(answer).update(sharedSecret).digest();
}
