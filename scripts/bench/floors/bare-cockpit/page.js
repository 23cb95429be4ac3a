/*
 * The least that each key of the cockpit can cost. `a`: two video elements, the hidden one already holds its first frame, are swapped,
 * and only after the swap has painted the next clip is prepared. `.` and `,`: one seek into the middle of the neighbouring frame. `l`: one line of
 * text and the page's language change. `k`: a list of ten lines appears or goes. Nothing is saved, nothing is looked up.
 */
const floor = { ready: false, clips: [], next: 0, frame: 0 };
globalThis.floor = floor;
const main = document.querySelector('main');
const line = document.querySelector('p');

function prepare(video) {
  floor.ready = false;
  video.addEventListener('loadeddata', () => (floor.ready = true), { once: true });
  video.src = floor.clips[floor.next % floor.clips.length].url;
  video.load();
}

/** @param clips `url`, and the seconds at which each frame begins */
floor.begin = (clips) => {
  floor.clips = clips;
  const [shown, hidden] = document.querySelectorAll('video');
  shown.src = clips[0].url;
  floor.next = 1;
  prepare(hidden);
};

function swap() {
  if (!floor.ready) return;
  for (const slot of document.querySelectorAll('[data-slot]')) slot.toggleAttribute('data-active');
  main.dataset.itemId = String(floor.next);
  floor.next += 1;
  floor.frame = 0;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => prepare(document.querySelector('[data-slot]:not([data-active]) video'))),
  );
}

function step(by) {
  const { starts } = floor.clips[(floor.next - 1) % floor.clips.length];
  floor.frame += by;
  const [from, to] = [starts[floor.frame], starts[floor.frame + 1]];
  document.querySelector('[data-active] video').currentTime = (from + to) / 2;
}

function speak() {
  const isEnglish = document.documentElement.lang === 'en';
  document.documentElement.lang = isEnglish ? 'es' : 'en';
  line.textContent = isEnglish ? 'Una línea de texto.' : 'One line of text.';
}

function list() {
  const open = document.querySelector('ul');
  if (open !== null) return open.remove();
  const list = document.createElement('ul');
  for (let index = 0; index < 10; index += 1) {
    const item = list.appendChild(document.createElement('li'));
    item.dataset.commandId = String(index);
    item.textContent = `Command ${index}`;
  }
  main.append(list);
}

const acts = { a: swap, '.': () => step(1), ',': () => step(-1), l: speak, k: list };
addEventListener('keydown', (event) => acts[event.key]?.());
