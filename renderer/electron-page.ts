// First, so that its calls are on their way before anything heavy is read.
import { opening } from './bridge/opening.ts';
import { start } from './app/start.tsx';

void start(opening.bridge).then(opening.over);
