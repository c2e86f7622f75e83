const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * The check character of ISO/IEC 7064 MOD 37,36 (hybrid system) over a text of 0–9 and A–Z. It finds every single wrong
 * character and nearly every swap of two neighbours. @throws RangeError when another character is among them
 */
export function checkCharacter(text: string): string {
  let product = 36;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError("A check character is made over 0–9 and A–Z only");
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return alphabet.charAt((37 - product) % 36);
}
