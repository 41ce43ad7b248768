import { z } from 'zod';

// The pages' CSP forbids eval, which zod would otherwise probe for and use when its first schema is built.
// Every app imports this module before anything that imports a schema.
z.config({ jitless: true });
