import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The server with its packages in a few files: finding and reading 1,500 took half of the processor time of a start. */
export default defineConfig({
  root: fromHere('..'),
  build: {
    ssr: true,
    target: 'node20',
    outDir: fromHere('../dist/node'),
    // For readable stacks; the starter turns them on.
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: fromHere('main.ts'),
        cli: fromHere('cli/main.ts'),
        // A process of its own, which its parent looks for beside itself.
        'sherpa-child': fromHere('../core/engines/transcriber/sherpa-child.ts'),
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        sourcemapExcludeSources: true,
      },
    },
  },
  ssr: {
    noExternal: true,
    external: [
      // They look beside themselves for files that are not imported.
      '@fastify/swagger',
      '@fastify/swagger-ui',
      'fluent-ffmpeg',
      'ioredis',
      'msgpackr-extract',
      'pino',
      // Large, and seldom used.
      '@aws-sdk/client-s3',
      '@aws-sdk/lib-storage',
    ],
  },
});
