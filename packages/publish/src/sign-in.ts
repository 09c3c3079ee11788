import { SIGN_IN_PATHS, type SignIn, signInAnswerSchema } from '@emc/contract';
import type { FastifyInstance } from 'fastify';
import { checkOrigin } from './guard/origin.ts';

interface SignInMount {
  accounts: SignIn;
  publicUrl: string;
}

/**
 * Puts signing in below /api/auth: a few addresses, each by POST and from a page of our own only, also where no cookie
 * is sent, so that no other site can sign somebody in under an account of its choice.
 */
export function mountSignIn(app: FastifyInstance, { accounts, publicUrl }: SignInMount): void {
  for (const path of SIGN_IN_PATHS) {
    app.post(`/api/auth/${path}`, {
      onRequest: async ({ headers }) => checkOrigin(headers, publicUrl),
      handler: async ({ body, headers, ip, socket }, reply) => {
        const hasLeft = (): boolean => socket.destroyed;
        const { json, cookies } = await accounts.signIn({ path, body, headers, clientAddress: ip, hasLeft });
        return reply
          .headers({ 'cache-control': 'no-store', 'set-cookie': cookies })
          .send(signInAnswerSchema.parse(json));
      },
    });
  }
}
