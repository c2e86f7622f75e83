/** The sign of the service: a tally cut in two (割符), whose halves fit each other and nothing else. Same lines as icons/tally.svg. */
export function Tally() {
  return (
    <svg class="tally" viewBox="0 0 64 64" width="80" height="80" aria-hidden="true" focusable="false">
      <rect class="tally-ground" width="64" height="64" rx="14" />
      <path class="tally-left" d="M14 12h17v8l-5 6 6 6-6 6 5 6v8H14a3 3 0 0 1-3-3V15a3 3 0 0 1 3-3z" />
      <path class="tally-right" d="M35 12h15a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H35v-8l-5-6 6-6-6-6 5-6z" />
    </svg>
  );
}
