const everyMs = 200;
const longestSide = 640;

export function hasCamera(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === "function";
}

/**
 * Shows the back camera in `video` and tells the content of every QR code seen. The decoder is loaded only now: most people type or
 * follow a link. The answer stops it and lets go of the camera.
 */
export function watchForQrCode(
  video: HTMLVideoElement,
  onCode: (content: string) => void,
  onNoCamera: () => void,
): () => void {
  let isOver = false;
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    isOver = true;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  void (async () => {
    const { default: decode } = await import("jsqr");
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    if (isOver) return stop();
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    const look = (): void => {
      if (isOver) return;
      const picture = takePicture(video, canvas);
      const code = picture && decode(picture.data, picture.width, picture.height);
      if (code?.data) onCode(code.data);
      timer = setTimeout(look, everyMs);
    };
    look();
  })().catch(() => {
    if (!isOver) onNoCamera();
  });
  return stop;
}

function takePicture(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | undefined {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return undefined;
  const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return undefined;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
