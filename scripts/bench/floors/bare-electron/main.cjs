/* The least an Electron window can do: one sandboxed window with one page, and a line on stdout when it has painted. */
const { app, BrowserWindow, ipcMain } = require('electron');
const { join } = require('node:path');

ipcMain.on('painted', (_event, at) => process.stdout.write(`painted ${at}\n`));
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 720,
    backgroundColor: '#16181b',
    webPreferences: { preload: join(__dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  void window.loadFile(join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
