import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The faces of the first paint: fetched with the page instead of after its style sheet. */
const FIRST_FACES = /be-vietnam-pro-(?:latin|vietnamese)-(?:400|600)-normal-.*\.woff2$/;

function preloadFaces(): Plugin {
  return {
    name: 'preload-faces',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => FIRST_FACES.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
            injectTo: 'head' as const,
          })),
    },
  };
}

/** Made-up answers for working without a server: only in development, and only when no server is named. */
function madeUpAnswers(): Plugin {
  return {
    name: 'made-up-answers',
    apply: 'serve',
    async configureServer(server) {
      const { createMadeUpApi } = await import('./dev/made-up-api.ts');
      const api = createMadeUpApi(() => Date.now());
      server.middlewares.use((req, res, next) => {
        void (async () => {
          if (!(await api(req, res))) next();
        })();
      });
    },
  };
}

/** `EMC_URL=http://127.0.0.1:8080 npx vite apps/console` works against a running server; without it, made-up answers. */
const server = process.env['EMC_URL'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadFaces(), ...(server === undefined ? [madeUpAnswers()] : [])],
  server: server === undefined ? {} : { proxy: { '/api': server, '/embed': server } },
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 400 },
});
