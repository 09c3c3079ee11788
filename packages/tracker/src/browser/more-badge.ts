import type { Odd } from './guard.ts';
import type { CommandTable } from './script.ts';

/** `enableBadge`: loads the badge, a file of its own. */
export const badge = (): CommandTable => {
  const script = document.currentScript as HTMLScriptElement;
  return {
    enableBadge: () => {
      const element = document.createElement('script') as Odd;
      element.nonce = script.nonce;
      element.src = script.src.replace(/[^/]*$/, 'gov-badge.min.js');
      document.head.appendChild(element);
    },
  };
};
