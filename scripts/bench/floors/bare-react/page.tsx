import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

/** The least a React page can do: one line. */
const root = document.getElementById('root');
if (root !== null) flushSync(() => createRoot(root).render(<p>One line of text.</p>));
