import type { LogoFault } from "./logo-fault.ts";

/** Elements that draw and nothing else: none of them loads, links, runs or holds foreign markup. */
const elements = new Set(
  "svg g defs title desc path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath mask".split(
    " ",
  ),
);

/** Attributes that place and colour. No href, no style, no event. */
const attributes = new Set(
  [
    "xmlns version role viewBox width height id x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform preserveAspectRatio",
    "fill fill-rule fill-opacity clip-rule clip-path mask clipPathUnits maskUnits opacity",
    "stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity",
    "offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod",
  ].flatMap((names) => names.split(" ")),
);

/** Numbers, names, colours and lists of them: none of the signs that an address, an entity or a style needs. */
const plainValue = /^[\w#%.,\s+()-]*$/;
/** A part of the same picture. */
const ownPart = /url\(#[\w-]+\)/g;

const piece =
  /<!--(?:(?!--)[^])*-->|<\/([A-Za-z]+)\s*>|<([A-Za-z]+)((?:\s+[\w-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;

/** As deep as drawing programs nest their groups, and far from what a browser's own recursion bears. */
const deepest = 32;
/** XML 1.0 §2.2: what stands in no XML document, whatever is around it. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const noCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const declaration = /^<\?xml\s+version="1\.0"(?:\s+encoding="[Uu][Tt][Ff]-8")?(?:\s+standalone="(?:yes|no)")?\s*\?>/;

/**
 * Null for a picture that consists of nothing but drawing, else what is too much. It is not mended by leaving out what is not known,
 * because a parser that disagrees with this one could find it again.
 */
export function whatIsWrongWithSvg(text: string): LogoFault | null {
  const open: string[] = [];
  let roots = 0;
  if (noCharacter.test(text)) return malformed("with a character that no XML may hold");
  piece.lastIndex = declaration.exec(text)?.[0].length ?? 0;
  while (piece.lastIndex < text.length) {
    const found = piece.exec(text);
    if (found === null) return malformed("with something in it other than plain elements and attributes");
    const [whole, closed, opened, written = "", empty] = found;
    if (closed !== undefined) {
      if (open.pop() !== closed) return malformed("whose elements are not closed in order");
    } else if (opened !== undefined) {
      const fault = whatIsWrongWithElement(opened, written, open.length === 0);
      if (fault !== null) return fault;
      if (open.length === 0) roots += 1;
      if (open.length === 0 && (opened !== "svg" || roots > 1)) return malformed("with more than one root");
      if (empty === "") open.push(opened);
      if (open.length > deepest) {
        return { code: "svg_too_deep", why: `is an SVG whose elements stand more than ${deepest} deep in each other` };
      }
    } else if (!whole.startsWith("<") && whole.includes("]]>")) {
      // XML 1.0 §2.4: it ends a section that was never begun.
      return malformed("with ]]> in a text");
    } else if (!whole.startsWith("<") && !isText(whole, open.at(-1))) {
      return { code: "svg_text", why: "is an SVG with text where none belongs" };
    }
  }
  return open.length === 0 && roots === 1 ? null : malformed("that ends too early");
}

function malformed(rest: string): LogoFault {
  return { code: "svg_malformed", why: `is an SVG ${rest}` };
}

function whatIsWrongWithElement(name: string, written: string, isRoot: boolean): LogoFault | null {
  if (!elements.has(name)) {
    return { code: "svg_element", why: `is an SVG with the element <${name}>, which a logo does not need` };
  }
  const held = new Map<string, string>();
  for (const [, attribute = "", quoted = ""] of written.matchAll(/([\w-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (held.has(attribute)) return malformed(`whose element <${name}> has the attribute ${attribute} twice`);
    held.set(attribute, quoted.slice(1, -1));
  }
  for (const [attribute, value] of held) {
    if (!attributes.has(attribute)) {
      return { code: "svg_attribute", why: `is an SVG with the attribute ${attribute}, which a logo does not need` };
    }
    if (attribute === "xmlns" ? value !== namespace : !isPlain(value)) {
      return { code: "svg_value", why: `is an SVG whose attribute ${attribute} holds more than a logo needs` };
    }
  }
  if (!isRoot) return null;
  // Without it a browser shows no picture at all.
  if (name === "svg" && !held.has("xmlns")) return malformed(`whose root lacks xmlns="${namespace}"`);
  return hasSize(held) ? null : { code: "svg_size", why: "is an SVG without width or height: there is nothing to see" };
}

const namespace = "http://www.w3.org/2000/svg";

function hasSize(root: ReadonlyMap<string, string>): boolean {
  const sides = ["width", "height"].flatMap((name) => root.get(name) ?? []);
  const box = root
    .get("viewBox")
    ?.trim()
    .split(/[\s,]+/);
  const isBox = box === undefined || (box.length === 4 && box.every((one) => isNumber.test(one)));
  return isBox && [...sides, ...(box?.slice(2) ?? [])].every((side) => Number.parseFloat(side) > 0);
}

const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

function isPlain(held: string): boolean {
  const rest = held.replaceAll(ownPart, "");
  return plainValue.test(rest) && !/url/i.test(rest);
}

function isText(text: string, parent: string | undefined): boolean {
  if (text.trim() === "") return true;
  return (parent === "title" || parent === "desc") && !text.includes("&");
}
