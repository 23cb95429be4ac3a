// Does for the closed-network runtime what Electron's own default app does: finds the application folder on the command
// line, takes name, version and paths from its package.json, and loads its main file. Copied to resources/app.
const { app } = require('electron');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

/** The first argument that is no switch is the application's folder; `-r <module>` is loaded before it. */
function readCommandLine(args) {
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === '-r' || arg === '--require') {
      index += 1;
      preloads.push(args[index]);
    } else if (!arg.startsWith('-')) {
      return { preloads, folder: path.resolve(arg) };
    }
  }
  return { preloads, folder: null };
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  app.exit(1);
}

function start() {
  const { preloads, folder } = readCommandLine(process.argv.slice(1));
  if (folder === null) return fail('usage: electron [switches] <application folder>');
  const manifestFile = path.join(folder, 'package.json');
  if (!fs.existsSync(manifestFile)) return fail(`${folder} is no application folder: it has no package.json`);
  const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName || manifest.name || app.name;
  app.setPath('userData', path.join(app.getPath('appData'), app.name));
  app.setAppPath(folder);
  const load = createRequire(manifestFile);
  for (const preload of preloads) load(preload);
  load(path.join(folder, manifest.main || 'index.js'));
}

start();
