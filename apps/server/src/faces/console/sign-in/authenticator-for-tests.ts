import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** A device with one passkey, in software (WebAuthn Level 3 §6.1, §6.5.4), that can also misbehave. */
export interface TestAuthenticator {
  register(options: { challenge: string }, bent?: Bent): object;
  signIn(options: { challenge: string }, bent?: Bent): object;
}

export interface Bent {
  readonly origin?: string;
  /** As in a frame of another site's page. */
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  readonly rpId?: string;
  /** Present and verified is 0x05. */
  readonly flags?: number;
  readonly userHandle?: string;
}

export function testAuthenticator(home: { origin: string; rpId: string; staffId: string }): TestAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = createHash("sha256").update(home.staffId).digest();
  const id = credentialId.toString("base64url");
  let signCount = 0;

  const authenticatorData = ({ rpId = home.rpId, flags = 0x05 }: Bent, attested: Buffer = Buffer.alloc(0)): Buffer => {
    signCount += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(signCount);
    const flag = Buffer.of(attested.length > 0 ? flags | 0x40 : flags);
    return Buffer.concat([createHash("sha256").update(rpId).digest(), flag, count, attested]);
  };
  const clientData = (type: string, challenge: string, bent: Bent): Buffer => {
    const { origin = home.origin, crossOrigin = false, topOrigin } = bent;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin, topOrigin }));
  };

  return {
    register({ challenge }, bent = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)]);
      const authData = authenticatorData(bent, attested);
      const attestationObject = map([
        [text("fmt"), text("none")],
        [text("attStmt"), map([])],
        [text("authData"), bytes(authData)],
      ]);
      return answer(id, {
        clientDataJSON: clientData("webauthn.create", challenge, bent).toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      });
    },
    signIn({ challenge }, bent = {}) {
      const authData = authenticatorData(bent);
      const client = clientData("webauthn.get", challenge, bent);
      const signed = Buffer.concat([authData, createHash("sha256").update(client).digest()]);
      return answer(id, {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: sign("sha256", signed, privateKey).toString("base64url"),
        userHandle: Buffer.from(bent.userHandle ?? home.staffId).toString("base64url"),
      });
    },
  };
}

function answer(id: string, response: object): object {
  return {
    id,
    rawId: id,
    type: "public-key",
    clientExtensionResults: {},
    authenticatorAttachment: "platform",
    response,
  };
}

/** EC2 key of ES256 (RFC 9053 §7.1.1). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return map([
    [integer(1), integer(2)],
    [integer(3), integer(-7)],
    [integer(-1), integer(1)],
    [integer(-2), bytes(Buffer.from(x, "base64url"))],
    [integer(-3), bytes(Buffer.from(y, "base64url"))],
  ]);
}

/** CBOR (RFC 8949 §3), as far as it is needed here. */
function head(major: number, value: number): Buffer {
  const top = major << 5;
  if (value < 24) return Buffer.of(top | value);
  return value < 256 ? Buffer.of(top | 24, value) : Buffer.of(top | 25, value >> 8, value & 0xff);
}

function integer(value: number): Buffer {
  return value >= 0 ? head(0, value) : head(1, -1 - value);
}

function bytes(value: Uint8Array): Buffer {
  return Buffer.concat([head(2, value.length), value]);
}

function text(value: string): Buffer {
  return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
}

function map(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flat()]);
}
