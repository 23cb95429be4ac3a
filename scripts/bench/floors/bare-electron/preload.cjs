const { ipcRenderer } = require('electron');

addEventListener('DOMContentLoaded', () => {
  requestAnimationFrame(() => requestAnimationFrame(() => ipcRenderer.send('painted', Date.now())));
});
