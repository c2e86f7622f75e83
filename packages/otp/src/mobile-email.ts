const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,62}$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * 携帯電話メールアドレス: 半角英数字記号, 4 to 64 characters (manual, 手順1), exactly one `@`. Wider than RFC 5321 in one point:
 * old carrier addresses with `..` or a dot before the `@` are real and get mail. Narrower in another: no quoted local parts.
 */
export function isMobileEmail(text: unknown): text is string {
  if (typeof text !== "string" || text.length < 4 || text.length > 64) return false;
  const parts = text.split("@");
  const [user = "", domain = ""] = parts;
  const labels = domain.split(".");
  return parts.length === 2 && local.test(user) && labels.length >= 2 && labels.every((part) => isLabel(part));
}

function isLabel(part: string): boolean {
  return label.test(part) && !part.endsWith("\n");
}
