import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/charts.css';
import './styles/pages.css';
import './styles/figures.css';
import './styles/office.css';
import './styles/print.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem.ts';
import { readServerClock } from './api/server-clock.ts';
import { goToRememberedLanguage } from './parts/language.tsx';
import { createConsoleRouter } from './routes.tsx';

/** A refusal stays a refusal; only what may pass by itself is tried again. */
function mayRetry(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500);
}

const queries = new QueryClient({ defaultOptions: { queries: { retry: mayRetry, refetchOnWindowFocus: true } } });

goToRememberedLanguage();
const root = document.querySelector('#root');
await readServerClock();
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={createConsoleRouter(queries)} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
