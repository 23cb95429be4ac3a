/** How many pictures the strip has. */
const PICTURES = 20;
/** Pixels of a picture, across; the strip is shown smaller. */
const WIDTH = 144;
/** Nothing is drawn for a clip that is left again within this time. Milliseconds. */
const DWELL = 800;

/** Small pictures of a clip at even distances, drawn by a second, unseen player while nothing else is to do: no network, no files. */
export interface PreviewStrip {
  /** The pictures, in the order of time; each has `data-drawn` once it is there. */
  readonly element: HTMLElement;
  /** Draws this clip's pictures from now on; null: none. */
  readonly show: (url: string | null) => void;
}

const idle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 1_000 }));

function happens(video: HTMLVideoElement, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (event: Event): void => {
      video.removeEventListener(name, done);
      video.removeEventListener('error', done);
      video.removeEventListener('emptied', done);
      resolve(event.type === name);
    };
    for (const each of [name, 'error', 'emptied']) video.addEventListener(each, done);
  });
}

function draw(canvas: HTMLCanvasElement, video: HTMLVideoElement): void {
  const height = Math.round((WIDTH * video.videoHeight) / Math.max(1, video.videoWidth));
  canvas.width = WIDTH;
  canvas.height = Math.min(height, WIDTH * 2);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  canvas.toggleAttribute('data-drawn', true);
}

/** Makes a strip; its player lives only while it draws. */
export function createPreviewStrip(): PreviewStrip {
  const element = document.createElement('div');
  element.dataset.previewStrip = '';
  const pictures = Array.from({ length: PICTURES }, () => element.appendChild(document.createElement('canvas')));
  let round = 0;
  let shown: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let video: HTMLVideoElement | null = null;

  const release = (): void => {
    video?.removeAttribute('src');
    video?.load();
    video = null;
  };
  const clear = (): void => {
    for (const picture of pictures) {
      picture.removeAttribute('data-drawn');
      picture.width = 0;
    }
  };
  const drawAll = async (url: string, own: number): Promise<void> => {
    const player = document.createElement('video');
    video = player;
    player.muted = true;
    player.preload = 'auto';
    const isOpen = happens(player, 'loadeddata');
    player.src = url;
    if (!(await isOpen) || own !== round || !Number.isFinite(player.duration)) return;
    for (const [index, picture] of pictures.entries()) {
      await idle();
      if (own !== round) return;
      const isThere = happens(player, 'seeked');
      player.currentTime = ((index + 0.5) / PICTURES) * player.duration;
      if (!(await isThere) || own !== round) return;
      draw(picture, player);
    }
  };
  return {
    element,
    show(url) {
      if (url === shown) return;
      round += 1;
      const own = round;
      shown = url;
      clearTimeout(timer);
      release();
      clear();
      if (url === null) return;
      timer = setTimeout(() => {
        void drawAll(url, own).finally(() => (own === round ? release() : undefined));
      }, DWELL);
    },
  };
}
