import { z } from 'zod';

// The page's policy forbids making code of text. zod would try once, be refused, and make Chromium read the whole program again to say where.
z.config({ jitless: true });
