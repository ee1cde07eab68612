import '@fontsource/ibm-plex-sans/latin-400.css';
import '@fontsource/ibm-plex-sans/latin-500.css';
import '@fontsource/ibm-plex-sans/latin-600.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-600.css';
import './styles/mantine.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';
import './styles/shell.css';
import './styles/workspace.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { Placed } from './features/place/placed.tsx';
import { makeQueryClient } from './query.ts';
import { theme } from './theme.ts';
import { Boundary } from './ui/boundary.tsx';

/** The host gives the page a nonce for the few style elements that libraries write; the content policy has no other door. */
const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce ?? '';

const root = document.getElementById('root');
if (!root) throw new Error('no element to start in');

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={makeQueryClient()}>
        <Notifications position="bottom-center" autoClose={3000} limit={3} />
        <Boundary room="window">
          <Placed>
            <App />
          </Placed>
        </Boundary>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
