/** A number to call with one press. */
export function PhoneLink({ number }: { number: string }) {
  return (
    <a class="phone-link" href={`tel:${number.replace(/[^0-9+]/g, "")}`}>
      {number}
    </a>
  );
}
