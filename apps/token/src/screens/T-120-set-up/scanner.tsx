import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../../app-context.ts";
import { watchForQrCode } from "../../phone/qr-camera.ts";
import { readIds, type Ids } from "../../ids/read-ids.ts";
import { words } from "./words.ts";

/** The camera's picture until a QR code with both IDs is seen. */
export function Scanner({ onFound, onStop }: { onFound: (ids: Ids) => void; onStop: () => void }) {
  const text = useWords(words);
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<"looking" | "otherCode" | "noCamera">("looking");
  useEffect(() => {
    if (video.current === null) return undefined;
    return watchForQrCode(
      video.current,
      (content) => {
        const { serviceId, userId } = readIds(content);
        if (serviceId === undefined || userId === undefined) setState("otherCode");
        else onFound({ serviceId, userId });
      },
      () => setState("noCamera"),
    );
  }, []);
  const message = { looking: text.scanLead, otherCode: text.scanOther, noCamera: text.scanNoCamera }[state];
  return (
    <section class="scanner" aria-label={text.scanTitle}>
      <p role="status">{message}</p>
      <video ref={video} class={state === "noCamera" ? "camera camera-off" : "camera"} playsInline muted autoPlay />
      <button type="button" class="button button-outline" onClick={onStop}>
        {text.scanStop}
      </button>
    </section>
  );
}
