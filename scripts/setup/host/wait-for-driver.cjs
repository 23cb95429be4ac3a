// Loaded before the application (`-r`) when a test or the tour drives it: holds the application back until the driver listens.
// A window that opens while the driver is still connecting is sometimes never found by it.
const { app } = require('electron');

const ready = app.whenReady();
let go;
const isDriven = new Promise((resolve) => {
  go = resolve;
});
app.whenReady = () => isDriven;

// Playwright calls this by its name when it has connected.
globalThis.__playwright_run = () => ready.then(go);
