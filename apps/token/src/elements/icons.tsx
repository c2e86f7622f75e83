import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const line = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": 2,
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;

export function CheckIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="10" {...line} />
      <path d="m7.5 12.5 3 3 6-7" {...line} />
    </Icon>
  );
}

export function InfoIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="10" {...line} />
      <path d="M12 11v6M12 7.2v.1" {...line} />
    </Icon>
  );
}

export function AlertIcon() {
  return (
    <Icon>
      <path d="M12 3 2.5 20.5h19z" {...line} />
      <path d="M12 10v5M12 17.8v.1" {...line} />
    </Icon>
  );
}

export function WaitingIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="10" {...line} stroke-dasharray="3 4" />
    </Icon>
  );
}
