const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-][A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * 携帯電話メールアドレス: 半角英数字記号, 4 to 64 characters (manual, 手順1), exactly one `@`, a domain of two labels or more.
 * Wider than RFC 5321 §4.1.2 in one point: old carrier addresses with `..` or a dot before the `@` are real and get mail.
 * Narrower in three: no quoted local part, no address literal, and no last label of digits alone, which would be an IP address.
 */
export function isMobileEmail(text: unknown): text is string {
  if (typeof text !== "string" || text.length < 4 || text.length > 64) return false;
  const [user = "", domain = "", ...more] = text.split("@");
  const labels = domain.split(".");
  return (
    more.length === 0 &&
    local.test(user) &&
    labels.length >= 2 &&
    labels.every((part) => label.test(part)) &&
    !/^[0-9]+$/.test(labels.at(-1) ?? "")
  );
}
