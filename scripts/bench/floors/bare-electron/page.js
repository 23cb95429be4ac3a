/*
 * The least a key-to-next-frame can cost: two video elements, the hidden one already holds its first frame; a key swaps
 * them. Only after the swap has painted is the next clip prepared. `floor.samples` are milliseconds from the key event
 * to the frame after the swap was handed to the screen.
 */
const floor = { samples: [], ready: false, clips: [], next: 0 };
globalThis.floor = floor;

function prepare(video) {
  floor.ready = false;
  video.src = floor.clips[floor.next++ % floor.clips.length];
  video.requestVideoFrameCallback(() => {
    floor.ready = true;
  });
  video.load();
}

floor.begin = (clips) => {
  floor.clips = clips;
  const [shown, hidden] = document.querySelectorAll('video');
  shown.src = floor.clips[floor.next++];
  prepare(hidden);
};

addEventListener('keydown', (event) => {
  if (event.key !== 'a' || !floor.ready) return;
  const start = performance.now();
  const shown = document.querySelector('video.shown');
  const hidden = document.querySelector('video:not(.shown)');
  hidden.classList.add('shown');
  shown.classList.remove('shown');
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      floor.samples.push(performance.now() - start);
      prepare(shown);
    }),
  );
});
