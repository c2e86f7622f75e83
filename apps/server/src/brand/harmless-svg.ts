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

/**
 * Null for a picture that consists of nothing but drawing, else in one sentence what is too much. It is not mended by leaving out
 * what is not known, because a parser that disagrees with this one could find it again.
 */
export function whatIsWrongWithSvg(text: string): string | null {
  const open: string[] = [];
  let roots = 0;
  piece.lastIndex = /^\s*<\?xml\s[^?<>]*\?>/.exec(text)?.[0].length ?? 0;
  while (piece.lastIndex < text.length) {
    const found = piece.exec(text);
    if (found === null) return "is an SVG with something in it other than plain elements and attributes";
    const [whole, closed, opened, written = "", empty] = found;
    if (closed !== undefined) {
      if (open.pop() !== closed) return "is an SVG whose elements are not closed in order";
    } else if (opened !== undefined) {
      const why = whatIsWrongWithElement(opened, written);
      if (why !== null) return why;
      if (open.length === 0) roots += 1;
      if (open.length === 0 && (opened !== "svg" || roots > 1)) return "is an SVG with more than one root";
      if (empty === "") open.push(opened);
    } else if (!whole.startsWith("<") && !isText(whole, open.at(-1))) {
      return "is an SVG with text where none belongs";
    }
  }
  return open.length === 0 && roots === 1 ? null : "is an SVG that ends too early";
}

function whatIsWrongWithElement(name: string, written: string): string | null {
  if (!elements.has(name)) return `is an SVG with the element <${name}>, which a logo does not need`;
  for (const [, attribute = "", quoted = ""] of written.matchAll(/([\w-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (!attributes.has(attribute)) return `is an SVG with the attribute ${attribute}, which a logo does not need`;
    const held = quoted.slice(1, -1);
    if (attribute === "xmlns" ? held !== "http://www.w3.org/2000/svg" : !isPlain(held)) {
      return `is an SVG whose attribute ${attribute} holds more than a logo needs`;
    }
  }
  return null;
}

function isPlain(held: string): boolean {
  const rest = held.replaceAll(ownPart, "");
  return plainValue.test(rest) && !/url/i.test(rest);
}

function isText(text: string, parent: string | undefined): boolean {
  if (text.trim() === "") return true;
  return (parent === "title" || parent === "desc") && !text.includes("&");
}
