import type { CDPSession, ElectronApplication, Page } from 'playwright-core';

const MIB = 2 ** 20;

/** Memory of a window's page after its garbage was collected. MiB. */
export interface MemorySample {
  /** What the renderer process holds in memory. */
  readonly resident: number;
  /** What the page's own objects take. */
  readonly heap: number;
}

/** Reads the memory of an application's first window. */
export async function openMemoryGauge(app: ElectronApplication, page: Page): Promise<() => Promise<MemorySample>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const kib = await app.evaluate(({ app: electron, BrowserWindow }) => {
      const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
      return electron.getAppMetrics().find((each) => each.pid === pid)?.memory.workingSetSize ?? 0;
    });
    return { resident: (kib * 1024) / MIB, heap: usedSize / MIB };
  };
}
