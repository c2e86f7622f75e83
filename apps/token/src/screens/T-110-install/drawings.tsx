// Drawn, not photographed: they stay true to every phone, in every language, light and dark.

/** The share button of Safari: a box with an arrow out of it, in the bar at the bottom. */
export function ShareDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 160 104" aria-hidden="true" focusable="false">
      <rect class="drawn-screen" x="20" y="-40" width="120" height="136" rx="14" />
      <path class="drawn-faint" d="M36 14h88M36 28h60" />
      <path class="drawn-faint" d="M20 62h120" />
      <path class="drawn-faint" d="M42 74l-6 6 6 6M118 74v12M126 74v12" />
      <circle class="drawn-mark" cx="80" cy="79" r="14" />
      <path class="drawn-strong" d="M76 78h-3v9h14v-9h-3M80 83V70M76 74l4-4 4 4" />
    </svg>
  );
}

/** The row ホーム画面に追加 of the share sheet: a plus in a box. */
export function AddRowDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 160 104" aria-hidden="true" focusable="false">
      <rect class="drawn-screen" x="20" y="8" width="120" height="136" rx="14" />
      <path class="drawn-faint" d="M34 26h64M34 82h52" />
      <path class="drawn-faint" d="M118 78h10v10h-10z" />
      <rect class="drawn-mark" x="27" y="40" width="106" height="28" rx="8" />
      <path class="drawn-faint" d="M36 54h58" />
      <path class="drawn-strong" d="M112 47h14v14h-14zM119 50.5v7M115.500 54h7" />
    </svg>
  );
}

/** 追加 at the top right, and the switch Webアプリとして開く that is on. */
export function AddDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 160 104" aria-hidden="true" focusable="false">
      <rect class="drawn-screen" x="20" y="8" width="120" height="136" rx="14" />
      <path class="drawn-faint" d="M34 24h18" />
      <rect class="drawn-mark" x="98" y="15" width="34" height="18" rx="9" />
      <path class="drawn-strong" d="M106 24h18" />
      <rect class="drawn-mark" x="34" y="44" width="22" height="22" rx="5" />
      <path class="drawn-faint" d="M66 50h56M66 60h36M34 84h60" />
      <rect class="drawn-switch" x="108" y="77" width="24" height="14" rx="7" />
      <circle class="drawn-knob" cx="125" cy="84" r="5.500" />
    </svg>
  );
}

/** Chrome's menu on Android: three dots one above the other, at the top right. */
export function MenuDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 160 104" aria-hidden="true" focusable="false">
      <rect class="drawn-screen" x="20" y="8" width="120" height="136" rx="14" />
      <rect class="drawn-faint" x="30" y="16" width="76" height="18" rx="9" />
      <circle class="drawn-mark" cx="124" cy="25" r="13" />
      <path class="drawn-strong" d="M124 19v.1M124 25v.1M124 31v.1" />
      <path class="drawn-faint" d="M36 52h88M36 66h60M36 80h76" />
    </svg>
  );
}

/** The row in that menu: a phone with an arrow into it. */
export function MenuRowDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 160 104" aria-hidden="true" focusable="false">
      <rect class="drawn-screen" x="20" y="-40" width="120" height="136" rx="14" />
      <rect class="drawn-screen" x="46" y="6" width="86" height="84" rx="8" />
      <path class="drawn-faint" d="M76 20h44M76 76h34" />
      <rect class="drawn-mark" x="50" y="34" width="78" height="28" rx="7" />
      <path class="drawn-strong" d="M58 39h10v18h-10zM63 43v8M60 48.500l3 3 3-3" />
      <path class="drawn-faint" d="M78 48h42" />
    </svg>
  );
}

/** The question that follows, with インストール or 追加 at its lower right. */
export function ConfirmDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 160 104" aria-hidden="true" focusable="false">
      <rect class="drawn-screen" x="20" y="-40" width="120" height="136" rx="14" />
      <rect class="drawn-screen" x="30" y="14" width="100" height="74" rx="8" />
      <rect class="drawn-mark" x="38" y="22" width="20" height="20" rx="5" />
      <path class="drawn-faint" d="M66 28h50M66 36h32M46 75h22" />
      <rect class="drawn-mark" x="82" y="64" width="40" height="18" rx="9" />
      <path class="drawn-strong" d="M92 73h20" />
    </svg>
  );
}
