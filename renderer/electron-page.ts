import { start } from './app/start.tsx';
import { electronBridge } from './bridge/electron.ts';

void start(electronBridge());
