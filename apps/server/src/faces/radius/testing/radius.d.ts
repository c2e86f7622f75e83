/** What tests use of the npm package `radius`, which has no types of its own. */
declare module "radius" {
  export type AttributeToEncode = readonly [name: string, value: string | Buffer];

  export interface Decoded {
    readonly code: string;
    readonly identifier: number;
    readonly attributes: Readonly<Record<string, unknown>>;
    /** Type and value, in the packet's order. */
    readonly raw_attributes: readonly (readonly [type: number, value: Buffer])[];
  }

  export interface ToEncode {
    readonly code: string;
    readonly secret: string;
    readonly identifier: number;
    readonly attributes: readonly AttributeToEncode[];
    readonly add_message_authenticator?: boolean;
  }

  const radius: {
    encode(packet: ToEncode): Buffer;
    /** @throws when the Message-Authenticator is wrong, where there is one */
    decode(packet: { readonly packet: Buffer; readonly secret: string }): Decoded;
    verify_response(exchange: {
      readonly request: Buffer;
      readonly response: Buffer;
      readonly secret: string;
    }): boolean;
  };
  export default radius;
}
