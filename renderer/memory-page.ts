import { start } from './app/start.tsx';
import { memoryBridge } from './bridge/memory.ts';

const bridge = memoryBridge(new URLSearchParams(location.search));
window.lupaMemory = bridge.controls;
void start(bridge);
