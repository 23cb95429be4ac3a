import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { theme as themes } from '#contract/care.ts';
import { buildMemoryPage, type MemoryPages, startMemoryPages } from '#scripts/lib/memory-pages.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readChromium } from '#scripts/setup/runtime.ts';
import { type Sight, sights } from './sights.ts';

const OUT = join(REPOSITORY, 'out', 'looks');
const LANGUAGES = ['en', 'es'] as const;

/** Pictures of one screen in one language, all themes, without coming anew. */
async function take(pages: MemoryPages, sight: Sight, language: string, only: readonly string[]): Promise<string[]> {
  const page = await pages.open({ language, role: 'supervisor', ...sight.options });
  if (sight.options === undefined) {
    await page.locator('[data-record-id="demo-001"]').waitFor();
    await page.locator('[data-player-state="ready"]').waitFor();
  }
  await sight.go(page);
  const files: string[] = [];
  for (const theme of only) {
    await page.evaluate((chosen) => void (document.documentElement.dataset.theme = chosen), theme);
    const file = `${sight.name}.${language}.${theme}.png`;
    await page.screenshot({ path: join(OUT, file), animations: 'disabled' });
    files.push(file);
  }
  await page.close();
  return files;
}

/** The pictures of a screen in a language. */
interface Row {
  readonly title: string;
  readonly files: readonly string[];
}

/** One page with all pictures side by side: a row for each screen and language, two pictures beside each other. */
function contactSheet(rows: readonly Row[]): string {
  const cells = rows
    .map(({ title, files }) => {
      const images = files.map((file) => `<a href="${file}"><img src="${file}" alt="${file}"></a>`);
      return `<h2>${title}</h2><div class="row">${images.join('')}</div>`;
    })
    .join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Looks</title>
<style>body{background:#777;font:14px sans-serif;margin:16px}.row{display:grid;grid-template-columns:1fr 1fr;gap:8px}img{display:block;width:100%}h2{font-size:14px}</style>
${cells}
</html>
`;
}

/** Makes each row of the page a picture of its own, `sheet.SCREEN.LANGUAGE.png`, for whoever looks at files. */
async function takeSheets(page: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: readChromium(), args: ['--no-sandbox'] });
  try {
    const view = await browser.newPage({ viewport: { width: 2_000, height: 1_200 } });
    await view.goto(pathToFileURL(page).href);
    for (const row of await view.locator('.row').all()) {
      const first = await row.locator('img').first().getAttribute('src');
      const name = (first ?? '').split('.').slice(0, 2).join('.');
      await row.screenshot({ path: join(OUT, `sheet.${name}.png`) });
    }
  } finally {
    await browser.close();
  }
}

/** Takes a picture of every screen in both languages and all themes into out/looks. Names given as arguments choose screens. */
async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const wanted = process.argv.slice(2);
  const chosen = sights.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const unknown = wanted.filter((name) => !sights.some((sight) => sight.name === name));
  if (unknown.length > 0 || chosen.length === 0) {
    throw new Error(`no screen ${unknown.join(', ')}; there are ${sights.map(({ name }) => name).join(', ')}`);
  }
  const built = await buildMemoryPage();
  const pages = await startMemoryPages(built.folder);
  const rows: Row[] = [];
  try {
    for (const sight of chosen) {
      for (const language of LANGUAGES) {
        rows.push({ title: `${sight.name} · ${language}`, files: await take(pages, sight, language, themes.options) });
      }
    }
  } finally {
    await pages.close();
    built.remove();
  }
  const index = join(OUT, 'index.html');
  writeFileSync(index, contactSheet(rows));
  await takeSheets(index);
  if (pages.problems.length > 0) throw new Error(`the pages wrote errors: ${pages.problems.join('; ')}`);
  process.stdout.write(`${rows.length * themes.options.length} pictures, their sheets and index.html in ${OUT}\n`);
}

await main();
