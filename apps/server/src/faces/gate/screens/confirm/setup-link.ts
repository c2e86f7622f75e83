/** What the QR code holds and the phone's link opens: the token app with both IDs in the fragment, which no server sees. No secret. */
export function setupLink(tokenOrigin: string, serviceId: string, userId: string): string {
  return `${tokenOrigin}/#s=${serviceId}&u=${userId}`;
}
