/** Why bytes are no logo: a code that stays, and the rest of the sentence that begins with "it". */
export interface LogoFault {
  readonly code:
    | "empty"
    | "too_large"
    | "unknown_format"
    | "svg_malformed"
    | "svg_element"
    | "svg_attribute"
    | "svg_value"
    | "svg_text"
    | "svg_size"
    | "svg_too_deep"
    | "png_damaged"
    | "png_part"
    | "png_size";
  readonly why: string;
}
